import WireProtocol

/// The form in which a schema is published.
///
/// Source: JSON Schema 2020-12; the validator of the tests knows the words that are printed here.
extension WireSchema {
    /// The schema; a named one as a reference.
    var json: JSONValue {
        switch self {
        case .named(let name, _, _):
            ["$ref": .string("#/components/schemas/\(name)")]
        case .text(let maxLength):
            .typed("string", [JSONMember("maxLength", .integer(Int64(maxLength)))])
        case .pattern(let pattern): .typed("string", [.pattern(pattern)])
        case .uuid:
            .typed("string", [JSONMember("format", "uuid"), .pattern(Self.uuidPattern)])
        case .cursor:
            .typed("string", [JSONMember("format", "cursor"), .pattern(Self.cursorPattern)])
        case .bytes(let count):
            .typed(
                "string",
                [
                    JSONMember("contentEncoding", "base64"),
                    .pattern(Self.base64Pattern(byteCount: count)),
                ]
            )
        case .words(let words):
            .typed("string", [JSONMember("enum", .array(words.map { .string($0) }))])
        case .integer(let range): Self.integer(range)
        case .flag: .typed("boolean", [])
        case .null: .typed("null", [])
        case .list(let element, let least, let most):
            .typed(
                "array",
                [JSONMember("items", element.json)]
                    + (least > 0 ? [JSONMember("minItems", .integer(Int64(least)))] : [])
                    + (most.map { [JSONMember("maxItems", .integer(Int64($0)))] } ?? [])
            )
        case .object(let members): Self.object(members)
        case .either(let schemas):
            ["oneOf": .array(schemas.map(\.json))]
        }
    }

    /// Returns the schema with a sentence for people.
    func json(noted note: String?) -> JSONValue {
        guard let note, case .object(let members) = json else { return json }
        return .object([JSONMember("description", .string(note))] + members)
    }

    private static func integer(_ range: ClosedRange<Int64>) -> JSONValue {
        var members = [JSONMember("format", "int64")]
        if range.lowerBound > .min {
            members.append(JSONMember("minimum", .integer(range.lowerBound)))
        }
        if range.upperBound < .max {
            members.append(JSONMember("maximum", .integer(range.upperBound)))
        }
        return .typed("integer", members)
    }

    private static func object(_ members: [WireMember]) -> JSONValue {
        let properties = members.map { JSONMember($0.name, $0.schema.json(noted: $0.words)) }
        let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
        return [
            "type": "object",
            "properties": .object(properties),
            "required": .array(required),
            "additionalProperties": false,
        ]
    }

    private static let uuidPattern = "[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"

    /// Pattern of a cursor; its numbers have to fit 63 bits besides.
    private static let cursorPattern =
        #"v1\.[0-9a-f]{16}\.(0|[1-9][0-9]{0,18})\.(0|[1-9][0-9]{0,18})\.[0-9a-f]{32}"#

    /// Returns the pattern of base64 with padding, in which each value has one text.
    ///
    /// Source: RFC 4648 §4; the bits that are left over are zero (§3.5).
    private static func base64Pattern(byteCount: Int?) -> String {
        let digit = "[A-Za-z0-9+/]"
        let ends = ["", "\(digit)[AQgw]==", "\(digit){2}[AEIMQUYcgkosw048]="]
        guard let byteCount else {
            return "(\(digit){4})*(\(ends[1])|\(ends[2]))?"
        }
        return "\(digit){\(byteCount / 3 * 4)}\(ends[byteCount % 3])"
    }
}

extension WireMember {
    /// The published words for people: the note, then the rule.
    var words: String? {
        let sentences = [note, rule].compactMap(\.self)
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }
}

extension JSONMember {
    fileprivate static func pattern(_ pattern: String) -> JSONMember {
        JSONMember("pattern", .string("^\(pattern)$"))
    }
}

extension JSONValue {
    fileprivate static func typed(_ type: String, _ members: [JSONMember]) -> JSONValue {
        .object([JSONMember("type", .string(type))] + members)
    }
}
