import WireProtocol

/// A printer of JSON for people: one member a line, in the order of the value.
enum PrettyJSON {
    /// Returns the bytes of a value, with a line feed at the end.
    static func encode(_ value: JSONValue) -> [UInt8] {
        var output: [UInt8] = []
        write(value, depth: 0, to: &output)
        output.append(UInt8(ascii: "\n"))
        return output
    }

    private static func write(_ value: JSONValue, depth: Int, to output: inout [UInt8]) {
        switch value {
        case .object(let members) where !members.isEmpty:
            list(members, "{", "}", depth, &output) { member, output in
                output += CanonicalJSON.encode(.string(member.name)) + Array(": ".utf8)
                write(member.value, depth: depth + 1, to: &output)
            }
        case .array(let elements) where !elements.allSatisfy(\.isPlain):
            list(elements, "[", "]", depth, &output) { element, output in
                write(element, depth: depth + 1, to: &output)
            }
        default: output += CanonicalJSON.encode(value)
        }
    }

    private static func list<Element>(
        _ elements: [Element],
        _ opening: Character,
        _ closing: Character,
        _ depth: Int,
        _ output: inout [UInt8],
        _ write: (Element, inout [UInt8]) -> Void
    ) {
        output += String(opening).utf8
        for (index, element) in elements.enumerated() {
            output += (index > 0 ? ",\n" : "\n").utf8
            output += String(repeating: "  ", count: depth + 1).utf8
            write(element, &output)
        }
        output += ("\n" + String(repeating: "  ", count: depth) + String(closing)).utf8
    }
}

extension JSONValue {
    fileprivate var isPlain: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }
}
