import WireProtocol

/// The set of JSON values that a field may have, in the words that the contract needs.
///
/// Source: JSON Schema 2020-12, of which ``SchemaValidator`` knows what is printed here.
indirect enum Schema: Hashable, Sendable {
    /// A reference to a named schema.
    case named(String)
    /// A text up to a number of characters.
    case text(maxLength: Int)
    /// A text that matches a regular expression as a whole.
    case pattern(String)
    /// A UUID in its text form.
    case uuid
    /// Bytes in base64, of an exact count if it is known.
    case bytes(count: Int?)
    /// One of the listed words.
    case word([String])
    /// A whole number within bounds; nil for those of 64 bits.
    case integer(from: Int64?, through: Int64?)
    /// A time in nanoseconds since 1970, UTC.
    case instant
    /// The values true and false.
    case flag
    /// The value null, and nothing else.
    case null
    /// A list with limits of its length.
    case list(Schema, from: Int, through: Int?)
    /// An object with these members and no others.
    case object([SchemaField])
    /// A value of exactly one of these schemas.
    case either([Schema])

    /// Returns the schema of a protocol object, which its type identifies.
    static func message(_ type: String, _ fields: [SchemaField] = []) -> Schema {
        .object([SchemaField("type", .word([type]))] + fields)
    }

    /// The schema in JSON, as it is published.
    var json: JSONValue {
        switch self {
        case .named(let name):
            .object([JSONMember("$ref", .string("#/components/schemas/\(name)"))])
        case .text(let maxLength):
            .typed("string", [JSONMember("maxLength", .integer(Int64(maxLength)))])
        case .pattern(let pattern):
            .typed("string", [JSONMember("pattern", .string("^\(pattern)$"))])
        case .uuid: .typed("string", [JSONMember("format", .string("uuid"))])
        case .bytes(let count): Self.bytes(count)
        case .word(let words):
            .typed("string", [JSONMember("enum", .array(words.map { .string($0) }))])
        case .integer(let first, let last):
            .typed(
                "integer",
                [JSONMember("format", .string("int64"))]
                    + (first.map { [JSONMember("minimum", .integer($0))] } ?? [])
                    + (last.map { [JSONMember("maximum", .integer($0))] } ?? [])
            )
        case .instant: Schema.named("Instant").json
        case .flag: .typed("boolean", [])
        case .null: .typed("null", [])
        case .list(let element, let least, let most):
            .typed(
                "array",
                [JSONMember("items", element.json)]
                    + (least > 0 ? [JSONMember("minItems", .integer(Int64(least)))] : [])
                    + (most.map { [JSONMember("maxItems", .integer(Int64($0)))] } ?? [])
            )
        case .object(let fields): Self.object(fields)
        case .either(let schemas):
            .object([JSONMember("oneOf", .array(schemas.map(\.json)))])
        }
    }

    private static func bytes(_ count: Int?) -> JSONValue {
        var members = [JSONMember("contentEncoding", .string("base64"))]
        if let count {
            let length = JSONValue.integer(Int64((count + 2) / 3 * 4))
            members += [JSONMember("minLength", length), JSONMember("maxLength", length)]
        }
        return .typed("string", members)
    }

    private static func object(_ fields: [SchemaField]) -> JSONValue {
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        return .typed(
            "object",
            [
                JSONMember(
                    "properties",
                    .object(fields.map { JSONMember($0.name, $0.schema.json(noted: $0.note)) })
                ),
                JSONMember("required", .array(required)),
                JSONMember("additionalProperties", .boolean(false)),
            ]
        )
    }

    /// Returns the schema with a sentence for people.
    func json(noted note: String?) -> JSONValue {
        guard let note, case .object(let members) = json else { return json }
        return .object([JSONMember("description", .string(note))] + members)
    }
}

/// A member of an object, or a parameter.
struct SchemaField: Hashable, Sendable {
    let name: String
    let schema: Schema
    let isRequired: Bool
    /// A sentence for people; nil if the name is enough.
    let note: String?

    init(_ name: String, _ schema: Schema, isRequired: Bool = true, _ note: String? = nil) {
        self.name = name
        self.schema = schema
        self.isRequired = isRequired
        self.note = note
    }
}

extension JSONValue {
    /// Returns a schema of some type.
    fileprivate static func typed(_ type: String, _ members: [JSONMember]) -> JSONValue {
        .object([JSONMember("type", .string(type))] + members)
    }

    /// Returns the value of an object's member; nil if there is none.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
