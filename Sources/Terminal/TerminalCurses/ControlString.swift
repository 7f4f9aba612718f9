import CNcurses
import Glibc

/// Bytes sent to the terminal directly, without ncurses: at the start, at the end and after a
/// crash.
struct ControlString: Equatable, Sendable {
    private(set) var bytes: [UInt8] = []

    /// Creates an empty string of bytes.
    init() {}

    /// Creates a string from a literal in this source.
    init(_ text: StaticString) {
        append(text)
    }

    /// Appends a literal in this source.
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Appends another string's bytes.
    mutating func append(_ other: ControlString) {
        bytes.append(contentsOf: other.bytes)
    }

    /// Appends a terminfo capability without its padding.
    ///
    /// Padding such as `$<50/>` is a delay for terminals on slow lines, which `tputs` would wait
    /// for. Emulators do not need it.
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

    /// Appends a capability of the open terminal, or returns false if it has none.
    @discardableResult
    mutating func appendCapability(named name: StaticString) -> Bool {
        guard let value = Self.capability(name) else { return false }
        appendCapability(value)
        return true
    }

    /// Returns the bytes of a capability of the open terminal; nil if it has none.
    static func capability(_ name: StaticString) -> [UInt8]? {
        let pointer = name.withUTF8Buffer { buffer -> UnsafePointer<CChar>? in
            let characters = buffer.map { CChar(bitPattern: $0) } + [0]
            return cf_capability(characters)
        }
        guard let pointer else { return nil }
        // Not a String, because an entry may hold bytes that are not UTF-8.
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
