import CoreVocabulary
import SyncCore
import Synchronization
import WireProtocol

/// A validator of JSON against the schemas of a document.
///
/// It knows the words that `WireSchema.json` prints, and takes a document with others for broken.
///
/// Source: JSON Schema 2020-12, validation vocabulary.
struct SchemaValidator: Sendable {
    private static let prefix = "#/components/schemas/"
    private static let notes: Set<String> = ["description"]

    private let schemas: JSONValue
    private let patterns = CompiledPatterns()

    /// Creates a validator for the schemas of an OpenAPI document.
    init(document: JSONValue) {
        schemas = document["components"]?["schemas"] ?? .null
    }

    /// Returns the first fault as a place and a word, never with the value; nil when there is none.
    func fault(of value: JSONValue, against schema: JSONValue, at place: String = "") -> String? {
        guard case .object(let words) = schema else { return "\(place): no schema" }
        for word in words where !Self.notes.contains(word.name) {
            if let fault = fault(word, value, schema, place) { return fault }
        }
        return nil
    }

    private func fault(
        _ word: JSONMember,
        _ value: JSONValue,
        _ schema: JSONValue,
        _ place: String
    ) -> String? {
        let isGood: Bool
        switch (word.name, word.value) {
        case ("$ref", .string(let name)):
            let named = schemas[String(name.dropFirst(Self.prefix.count))] ?? .null
            return fault(of: value, against: named, at: place)
        case ("oneOf", .array(let choices)):
            let fitting = choices.filter { fault(of: value, against: $0) == nil }
            isGood = fitting.count == 1
        case ("type", .string(let type)): isGood = value.typeWord == type
        case ("enum", .array(let values)): isGood = values.contains(value)
        case ("format", .string(let format)): isGood = Self.fits(value, format: format)
        case ("contentEncoding", .string("base64")):
            isGood = value.text.map { Base64.decode($0) != nil } ?? true
        case ("pattern", .string(let pattern)):
            isGood = value.text.map { patterns.match($0, pattern) } ?? true
        case ("minimum", .integer(let least)): isGood = value.number.map { $0 >= least } ?? true
        case ("maximum", .integer(let most)): isGood = value.number.map { $0 <= most } ?? true
        case ("maxLength", .integer(let most)):
            isGood = value.text.map { $0.unicodeScalars.count <= most } ?? true
        case ("minItems", .integer(let least)):
            isGood = value.elements.map { $0.count >= least } ?? true
        case ("maxItems", .integer(let most)):
            isGood = value.elements.map { $0.count <= most } ?? true
        case ("items", let items):
            return elementFault(value.elements ?? [], items, place)
        case ("properties", .object(let properties)):
            return memberFault(value.members ?? [], properties, place)
        case ("required", .array(let names)):
            let missing = names.compactMap(\.text).first { value[$0] == nil }
            return value.members == nil ? nil : missing.map { "\(place)/\($0): missing" }
        case ("additionalProperties", .boolean(false)):
            let known = Set((schema["properties"]?.members ?? []).map(\.name))
            isGood = (value.members ?? []).allSatisfy { known.contains($0.name) }
        default: return "\(place): the schema has an unknown word \(word.name)"
        }
        return isGood ? nil : "\(place): \(word.name)"
    }

    private func elementFault(
        _ elements: [JSONValue],
        _ schema: JSONValue,
        _ place: String
    ) -> String? {
        for (index, element) in elements.enumerated() {
            let fault = fault(of: element, against: schema, at: "\(place)/\(index)")
            if let fault { return fault }
        }
        return nil
    }

    private func memberFault(
        _ members: [JSONMember],
        _ properties: [JSONMember],
        _ place: String
    ) -> String? {
        for property in properties {
            guard let member = members.first(where: { $0.name == property.name }) else { continue }
            let fault = fault(
                of: member.value,
                against: property.value,
                at: "\(place)/\(property.name)"
            )
            if let fault { return fault }
        }
        return nil
    }

    private static func fits(_ value: JSONValue, format: String) -> Bool {
        switch format {
        case "int64": value.text == nil
        case "uuid": value.text.map { Identifier<Never>($0) != nil } ?? true
        case "cursor": value.text.map { Cursor(text: $0) != nil } ?? true
        default: false
        }
    }
}

/// Regular expressions of the schemas, each compiled once.
private final class CompiledPatterns: Sendable {
    private let compiled = Mutex<[String: Regex<AnyRegexOutput>]>([:])

    /// Returns true if a pattern matches a text; one that cannot be compiled matches none.
    func match(_ text: String, _ pattern: String) -> Bool {
        compiled.withLock { compiled in
            if compiled[pattern] == nil { compiled[pattern] = try? Regex(pattern) }
            // A value that no pattern can match is reported, so the cause shows.
            return compiled[pattern].map { text.wholeMatch(of: $0) != nil } ?? false
        }
    }
}

extension JSONValue {
    /// The value of a member of an object; nil when there is none.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The word of JSON Schema for its type.
    fileprivate var typeWord: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .integer: "integer"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    fileprivate var number: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    fileprivate var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    fileprivate var members: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }
}
