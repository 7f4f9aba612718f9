import WireProtocol

/// Encodes JSON in ASCII on one line.
enum ASCIIJSON {
    /// Returns an object with its members in order, and a line feed.
    static func line(_ members: [JSONMember]) -> [UInt8] {
        var output: [UInt8] = [UInt8(ascii: "{")]
        for (index, member) in members.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            output += escaped(.string(member.name))
            output.append(UInt8(ascii: ":"))
            output += escaped(member.value)
        }
        output += "}\n".utf8
        return output
    }

    private static func escaped(_ value: JSONValue) -> [UInt8] {
        PrintedJSON.escaping(CanonicalJSON.encode(value)) { _ in true }
    }
}
