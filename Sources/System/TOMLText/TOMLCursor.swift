/// A place in a text that moves over its bytes and knows its line.
struct TOMLCursor {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    /// Stands before the first byte.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The byte that comes next; nil at the end.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Whether characters of ASCII come next.
    func sees(_ text: StaticString) -> Bool {
        bytes[index...].starts(with: text.description.utf8)
    }

    /// Where the next byte stands.
    var place: TOMLPlace {
        TOMLPlace(line: line, column: index - lineStart + 1)
    }

    /// Moves over a byte and hands it out; nil at the end.
    @discardableResult
    mutating func take() -> UInt8? {
        guard let byte = next else { return nil }
        index += 1
        if byte == 0x0A {
            line += 1
            lineStart = index
        }
        return byte
    }

    /// Moves over a character of ASCII when it comes next.
    ///
    /// - Returns: Whether it did.
    mutating func take(_ character: StaticString) -> Bool {
        guard sees(character) else { return false }
        take()
        return true
    }

    /// Moves over bytes as long as they fit, and hands them out.
    mutating func take(while fits: (UInt8) -> Bool) -> [UInt8] {
        var taken: [UInt8] = []
        while let byte = next, fits(byte) {
            taken.append(byte)
            take()
        }
        return taken
    }

    /// Moves over spaces and tabs.
    mutating func skipBlanks() {
        _ = take { $0 == 0x20 || $0 == 0x09 }
    }

    /// A failure here.
    func failure(_ sentence: String) -> TOMLFailure {
        TOMLFailure(sentence: sentence, place: place)
    }
}
