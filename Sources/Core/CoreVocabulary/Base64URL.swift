/// Bytes as text of 64 characters that need no escape in a URL or a header, without padding.
///
/// Source: RFC 4648 §5, RFC 7515 §2. Strict both ways: one text for each value, and no other text
/// is read.
public enum Base64URL {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )
    private static let invalid: UInt8 = 0xFF
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: invalid, count: 256)
        for (value, character) in alphabet.enumerated() {
            table[Int(character)] = UInt8(value)
        }
        return table
    }()

    /// The bytes as ASCII characters.
    public static func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        encodeArray(Array(bytes))
    }

    // Of one type, so that other modules do not run the loops below unspecialised.
    private static func encodeArray(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(alphabet[Int(bits >> bitCount & 63)])
            }
            bits &= (1 << bitCount) - 1
        }
        if bitCount > 0 { text.append(alphabet[Int(bits << (6 - bitCount) & 63)]) }
        return text
    }

    /// Reads ASCII characters; nil unless they are exactly what ``encode(_:)`` would print.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        decodeArray(Array(text))
    }

    private static func decodeArray(_ text: [UInt8]) -> [UInt8]? {
        // A single character left over carries less than a byte.
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for character in text {
            let value = values[Int(character)]
            guard value != invalid else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
                bits &= (1 << bitCount) - 1
            }
        }
        // Leftover bits that are not zero would give two texts for one value.
        return bits == 0 ? bytes : nil
    }
}
