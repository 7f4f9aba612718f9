/// Base64 encoding with padding.
///
/// Source: RFC 4648 §4. Strict in both directions: each value has exactly one text, and no other
/// text is accepted.
package enum Base64 {
    private static let characters = SixBitText(lastCharacters: "+/")
    private static let padding = UInt8(ascii: "=")

    /// Encodes bytes as Base64 text.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text = characters.encode(bytes)
        while !text.count.isMultiple(of: 4) { text.append(padding) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Decodes text; returns nil unless ``encode(_:)`` would print exactly this text.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let text = Array(text.utf8)
        guard text.count.isMultiple(of: 4) else { return nil }
        let paddingCount = text.reversed().prefix { $0 == padding }.count
        guard paddingCount <= 2 else { return nil }
        return characters.decode(text.dropLast(paddingCount))
    }
}
