import WireProtocol

/// Prints JSON in ASCII, on one line.
enum ASCIIJSON {
    /// An object with its members in order, and a line feed.
    static func line(_ members: [JSONMember]) -> [UInt8] {
        var output: [UInt8] = [UInt8(ascii: "{")]
        for (index, member) in members.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            output += escaped(CanonicalJSON.encode(.string(member.name)))
            output.append(UInt8(ascii: ":"))
            output += escaped(CanonicalJSON.encode(member.value))
        }
        output += "}\n".utf8
        return output
    }

    /// The same JSON with every character beyond ASCII, and DEL, as an escape.
    ///
    /// Such characters stand in strings alone, where an escape means the same. Source: RFC 8259 §7.
    private static func escaped(_ json: [UInt8]) -> [UInt8] {
        if json.allSatisfy({ $0 < 0x7F }) { return json }
        var output: [UInt8] = []
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            guard scalar.value >= 0x7F else {
                output.append(UInt8(truncatingIfNeeded: scalar.value))
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
