/// Bytes as characters of an alphabet of 64, most significant bits first: what Base64 and its form for
/// URLs have in common.
///
/// Source: RFC 4648 §4 and §5.
struct SixBitText: Sendable {
    private static let invalid: UInt8 = 0xFF

    private let alphabet: [UInt8]
    private let values: [UInt8]

    /// Takes the letters and digits and the two last characters, in which the alphabets differ.
    init(lastCharacters: String) {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        alphabet = Array((letters + lastCharacters).utf8)
        var table = [UInt8](repeating: Self.invalid, count: 256)
        for (value, character) in alphabet.enumerated() {
            table[Int(character)] = UInt8(value)
        }
        values = table
    }

    /// The bytes as characters, without padding.
    func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
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

    /// Reads characters without padding; nil unless they are what ``encode(_:)`` would print.
    func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        // A single character left over carries less than a byte.
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for character in text {
            let value = values[Int(character)]
            guard value != Self.invalid else { return nil }
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
