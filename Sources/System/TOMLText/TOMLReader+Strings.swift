extension TOMLReader {
    /// Reads a single-line string in quotation marks of either kind.
    mutating func readString() throws(TOMLFailure) -> String {
        if cursor.sees("\"\"\"") || cursor.sees("'''") {
            throw cursor.failure("Strings of several lines are not used here.")
        }
        let isLiteral = cursor.sees("'")
        let quote: UInt8 = cursor.consume() ?? 0
        var bytes: [UInt8] = []
        while let byte = cursor.next, byte >= 0x20 || byte == 0x09, byte != 0x7F {
            if byte == UInt8(ascii: "\\"), !isLiteral {
                bytes += Array(String(try readEscape()).utf8)
                continue
            }
            cursor.consume()
            if byte == quote { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        throw cursor.failure("The string should end before here, with a quotation mark.")
    }

    private mutating func readEscape() throws(TOMLFailure) -> Unicode.Scalar {
        let start = cursor
        cursor.consume()
        switch cursor.consume() {
        case UInt8(ascii: "b")?: return "\u{8}"
        case UInt8(ascii: "t")?: return "\t"
        case UInt8(ascii: "n")?: return "\n"
        case UInt8(ascii: "f")?: return "\u{C}"
        case UInt8(ascii: "r")?: return "\r"
        case UInt8(ascii: "\"")?: return "\""
        case UInt8(ascii: "\\")?: return "\\"
        case UInt8(ascii: "u")?:
            if let scalar = readScalar(digits: 4) { return scalar }
        case UInt8(ascii: "U")?:
            if let scalar = readScalar(digits: 8) { return scalar }
        default: break
        }
        throw start.failure("This '\\' starts nothing that TOML knows.")
    }

    private mutating func readScalar(digits count: Int) -> Unicode.Scalar? {
        var digits: [UInt8] = []
        while digits.count < count, let byte = cursor.next,
            Unicode.Scalar(byte).properties.isASCIIHexDigit
        {
            digits.append(byte)
            cursor.consume()
        }
        guard digits.count == count else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
            .flatMap(Unicode.Scalar.init)
    }
}
