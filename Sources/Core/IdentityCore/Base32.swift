/// Base32 encoding, the form in which authenticator secrets are shown.
///
/// Source: RFC 4648 §6.
public enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    private static let padding = UInt8(ascii: "=")

    /// Encodes bytes as upper-case text.
    ///
    /// - Parameters:
    ///   - bytes: The bytes to encode.
    ///   - padded: True to fill the last group with `=`; otpauth URIs leave that out.
    /// - Returns: The encoded text.
    public static func encode(_ bytes: [UInt8], padded: Bool = false) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 4) / 5 * 8)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                text.append(alphabet[Int(bits >> bitCount & 31)])
            }
            bits &= (1 << bitCount) - 1
        }
        if bitCount > 0 { text.append(alphabet[Int(bits << (5 - bitCount) & 31)]) }
        while padded, !text.count.isMultiple(of: 8) { text.append(padding) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Decodes padded text; returns nil unless ``encode(_:padded:)`` would print exactly this text.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 8) else { return nil }
        let paddingCount = characters.reversed().prefix { $0 == padding }.count
        guard paddingCount < 8 else { return nil }
        return decodeGroups(characters.dropLast(paddingCount))
    }

    /// Decodes text as people paste it: either case, spaces and hyphens anywhere, padding or none.
    ///
    /// It refuses foreign characters, lengths that no bytes produce, and nonzero leftover bits, so
    /// that typing errors are reported.
    ///
    /// - Parameter text: The pasted text.
    /// - Returns: The bytes, or nil if the text is invalid.
    public static func decodePasted(_ text: some StringProtocol) -> [UInt8]? {
        var characters = text.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
        while characters.last == padding { characters.removeLast() }
        return decodeGroups(
            characters.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 - 32 : $0 }[
                ...
            ]
        )
    }

    private static func decodeGroups(_ characters: ArraySlice<UInt8>) -> [UInt8]? {
        // A last group of 1, 3 or 6 characters does not encode whole bytes.
        guard ![1, 3, 6].contains(characters.count % 8) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 8 * 5 + 5)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for character in characters {
            guard let value = value(of: character) else { return nil }
            bits = bits << 5 | UInt32(value)
            bitCount += 5
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
                bits &= (1 << bitCount) - 1
            }
        }
        // Nonzero leftover bits would give one value two encodings.
        return bits == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "2")...UInt8(ascii: "7"): character - UInt8(ascii: "2") + 26
        default: nil
        }
    }
}
