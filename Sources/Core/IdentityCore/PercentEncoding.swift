import CoreVocabulary

/// Percent-encoding of text, with only the unreserved characters of a URI left as they are.
///
/// Source: RFC 3986 §2.1 and §2.3.
enum PercentEncoding {
    /// Encodes a text; every other byte becomes `%` and two upper-case hexadecimal digits.
    static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(contentsOf: Hex.encode([byte]).uppercased().utf8)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Decodes a text; returns nil for an invalid escape or invalid UTF-8.
    static func decode(_ text: some StringProtocol) -> String? {
        var decoded: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard let value = Hex.decode(digits), value.count == 1 else { return nil }
            decoded.append(value[0])
            rest = rest.dropFirst(2)
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        byte.isASCIIUpperCase || byte.isASCIILowerCase || byte.isASCIIDigit
            || "-._~".utf8.contains(byte)
    }
}
