/// Hexadecimal encoding of bytes, two digits per byte.
///
/// Source: RFC 4648 §8, in lower case.
package enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Encodes bytes as lower-case digits.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        encodeArray(Array(bytes))
    }

    // Not generic, so that other modules do not run the loops unspecialised.
    private static func encodeArray(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0F)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Decodes digits of either case; returns nil for an odd count or any other character.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        decodeArray(Array(text.utf8))
    }

    private static func decodeArray(_ text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        var high: UInt8?
        for character in text {
            guard let digit = value(ofDigit: character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return high == nil ? bytes : nil
    }

    /// Returns the value 0 to 15 of one ASCII digit, or nil if it is not a hexadecimal digit.
    package static func value(ofDigit byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
