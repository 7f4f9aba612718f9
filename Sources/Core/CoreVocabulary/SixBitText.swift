/// Codec for six-bit characters, most significant bits first, shared by Base64 and Base64URL.
///
/// Source: RFC 4648 §4 and §5.
struct SixBitText: Sendable {
    private static let invalid: UInt8 = 0xFF

    private let alphabet: [UInt8]
    private let values: [UInt8]

    /// Creates the alphabet: letters, digits and the two characters in which the forms differ.
    init(lastCharacters: String) {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        alphabet = Array((letters + lastCharacters).utf8)
        var table = [UInt8](repeating: Self.invalid, count: 256)
        for (value, character) in alphabet.enumerated() {
            table[Int(character)] = UInt8(value)
        }
        values = table
    }

    /// Encodes bytes as characters, without padding.
    func encode(_ bytes: [UInt8]) -> [UInt8] {
        let (bytes, alphabet) = (bytes.span, alphabet.span)
        return [UInt8](capacity: (bytes.count + 2) / 3 * 4) { text in
            var bits: UInt32 = 0
            var bitCount: UInt32 = 0
            for index in bytes.indices {
                bits = bits << 8 | UInt32(bytes[index])
                bitCount += 8
                while bitCount >= 6 {
                    bitCount -= 6
                    text.append(alphabet[Int(bits >> bitCount & 63)])
                }
            }
            if bitCount > 0 { text.append(alphabet[Int(bits << (6 - bitCount) & 63)]) }
        }
    }

    /// Decodes characters without padding; returns nil unless ``encode(_:)`` would print them.
    func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        // A single leftover character carries less than a byte.
        guard text.count % 4 != 1 else { return nil }
        let (text, values) = (text.span, values.span)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        var isText = true
        let bytes = [UInt8](capacity: text.count * 3 / 4) { bytes in
            for index in text.indices {
                let value = values[Int(text[index])]
                isText = isText && value != Self.invalid
                bits = bits << 6 | UInt32(value & 63)
                bitCount += 6
                if bitCount >= 8 {
                    bitCount -= 8
                    bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
                }
            }
        }
        // Nonzero leftover bits would give one value two encodings.
        return isText && bits & ((1 << bitCount) - 1) == 0 ? bytes : nil
    }
}
