/// A printer of JSON for terminals: characters that control a terminal, are invisible or reverse
/// text are escaped, which means the same to every reader of JSON.
package enum PrintedJSON {
    /// Returns the canonical form of a value, with escapes.
    ///
    /// The characters from U+0000 to U+001F stand as escapes in every JSON.
    package static func text(of value: JSONValue) -> String {
        let bytes = escaping(CanonicalJSON.encode(value)) { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns the JSON with some of its characters escaped; ASCII stays, except DEL.
    ///
    /// Characters beyond ASCII, and DEL, stand in strings alone. Source: RFC 8259 §7.
    package static func escaping(
        _ json: [UInt8],
        where isEscaped: (Unicode.Scalar) -> Bool
    ) -> [UInt8] {
        if json.allSatisfy({ $0 < 0x7F }) { return json }
        var output: [UInt8] = []
        output.reserveCapacity(json.count)
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            guard scalar.value >= 0x7F, isEscaped(scalar) else {
                output += UTF8.encode(scalar) ?? .init()
                continue
            }
            for unit in UTF16.encode(scalar) ?? .init() {
                let digits = String(unit, radix: 16)
                output += "\\u".utf8
                output += String(repeating: "0", count: 4 - digits.utf8.count).utf8
                output += digits.utf8
            }
        }
        return output
    }
}
