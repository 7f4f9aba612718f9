/// Bytes as text of 64 characters that need no escape in a URL or a header, without padding.
///
/// Source: RFC 4648 §5, RFC 7515 §2. Strict both ways: one text for each value, and no other text
/// is read.
public enum Base64URL {
    private static let characters = SixBitText(lastCharacters: "-_")

    /// The bytes as ASCII characters.
    public static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        characters.encode(Array(bytes))
    }

    /// Reads ASCII characters; nil unless they are exactly what ``encode(_:)`` would print.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        characters.decode(Array(text)[...])
    }
}
