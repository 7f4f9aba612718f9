import CNcurses
import Glibc

/// Bytes that go to the terminal beside ncurses: at the start, at the end and after a crash.
struct ControlString: Equatable, Sendable {
    private(set) var bytes: [UInt8] = []

    /// Makes an empty string.
    init() {}

    /// Makes a string from text that is in this source.
    init(_ text: StaticString) {
        append(text)
    }

    /// Adds text that is in this source.
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Adds another string.
    mutating func append(_ other: ControlString) {
        bytes.append(contentsOf: other.bytes)
    }

    /// Adds a capability as terminfo holds it, without its padding.
    ///
    /// Padding is written `$<50/>`: a delay for terminals on slow lines, which `tputs` would turn
    /// into waiting. Emulators need none of it.
    mutating func appendCapability(_ value: [UInt8]) {
        var index = 0
        while index < value.count {
            if let end = Self.endOfPadding(in: value, from: index) {
                index = end
            } else {
                bytes.append(value[index])
                index += 1
            }
        }
    }

    /// Adds a capability of the open terminal, where it has it.
    ///
    /// - Returns: Whether the terminal has it.
    @discardableResult
    mutating func appendCapability(named name: StaticString) -> Bool {
        guard let value = Self.capability(name) else { return false }
        appendCapability(value)
        return true
    }

    /// The bytes of a capability of the open terminal; nil where it has none.
    static func capability(_ name: StaticString) -> [UInt8]? {
        let pointer = name.withUTF8Buffer { buffer -> UnsafePointer<CChar>? in
            let characters = buffer.map { CChar(bitPattern: $0) } + [0]
            return cf_capability(characters)
        }
        guard let pointer else { return nil }
        // Not a String: an entry may hold bytes that are not UTF-8.
        let value = UnsafeBufferPointer(start: pointer, count: strlen(pointer))
        return value.isEmpty ? nil : value.map { UInt8(bitPattern: $0) }
    }

    private static func endOfPadding(in value: [UInt8], from start: Int) -> Int? {
        guard start + 3 < value.count, value[start] == UInt8(ascii: "$"),
            value[start + 1] == UInt8(ascii: "<")
        else { return nil }
        let allowed = Array("0123456789.*/".utf8)
        var index = start + 2
        while index < value.count, allowed.contains(value[index]) { index += 1 }
        guard index > start + 2, index < value.count, value[index] == UInt8(ascii: ">") else {
            return nil
        }
        return index + 1
    }
}
