/// Base64 encoding with the alphabet for URLs and headers, without padding.
///
/// Source: RFC 4648 §5, RFC 7515 §2. Strict in both directions: each value has exactly one text,
/// and no other text is accepted.
package enum Base64URL {
    private static let characters = SixBitText(lastCharacters: "-_")

    /// Encodes bytes as ASCII characters.
    package static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        characters.encode(Array(bytes))
    }

    /// Decodes ASCII characters; returns nil unless ``encode(_:)`` would print exactly these.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        characters.decode(Array(text)[...])
    }
}
