/// Cursor over the bytes of a text that tracks its line and column.
struct TOMLCursor {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    /// Creates a cursor before the first byte.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next byte; nil at the end.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Returns true if this ASCII text comes next.
    func sees(_ text: StaticString) -> Bool {
        bytes[index...].starts(with: text.description.utf8)
    }

    /// Line and column of the next byte.
    var place: TOMLPlace { TOMLPlace(line: line, column: index - lineStart + 1) }

    /// Consumes and returns the next byte; returns nil at the end.
    @discardableResult
    mutating func consume() -> UInt8? {
        guard let byte = next else { return nil }
        index += 1
        if byte == 0x0A {
            line += 1
            lineStart = index
        }
        return byte
    }

    /// Consumes an ASCII character if it comes next; returns true if so.
    mutating func consume(_ character: StaticString) -> Bool {
        guard sees(character) else { return false }
        consume()
        return true
    }

    /// Consumes and returns bytes as long as they fit.
    mutating func consume(while fits: (UInt8) -> Bool) -> [UInt8] {
        var consumed: [UInt8] = []
        while let byte = next, fits(byte) {
            consumed.append(byte)
            consume()
        }
        return consumed
    }

    /// Consumes spaces and tabs.
    mutating func skipBlanks() {
        _ = consume { $0 == 0x20 || $0 == 0x09 }
    }

    /// Creates a failure at the current position.
    func failure(_ sentence: String) -> TOMLFailure {
        TOMLFailure(sentence: sentence, place: place)
    }
}
