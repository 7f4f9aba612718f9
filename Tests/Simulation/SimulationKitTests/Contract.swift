import Foundation

/// The names of the fields of all messages, as docs/openapi.json has them.
struct Contract {
    /// Fields of requests, the type of the request before them.
    let requests: Set<String>
    /// Fields of replies and events, `reply` or `event` and the type before them.
    let replies: Set<String>

    /// The schemas that are one value, or are looked at by themselves.
    private static let leaves: Set<String> = [
        "Instant", "Cursor", "Digest", "FeedChange", "TrieNode",
    ]

    init(from file: String = #filePath) throws {
        var folder = URL(filePath: file)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        let data = try Data(contentsOf: folder.appending(path: "docs/openapi.json"))
        let document = Node(try JSONSerialization.jsonObject(with: data))
        let schemas = document["components"]["schemas"]
        let operations = document["paths"].members.flatMap { $0.value.members.map(\.value) }
        requests = operations.reduce(into: []) { names, operation in
            let type = operation["operationId"].text ?? ""
            for parameter in operation["parameters"].elements {
                names.insert("\(type).\(parameter["name"].text ?? "")")
            }
            let body = operation["requestBody"]["content"]["application/json"]["schema"]
            names.formUnion(Self.fields(of: body, type, schemas))
        }
        replies = schemas.members.reduce(into: []) { names, schema in
            guard schema.name != "StreamEvent" else {
                for event in schema.value["oneOf"].elements {
                    let type = Self.type(of: event, named: schema.name) ?? ""
                    names.formUnion(Self.fields(of: event, "event.\(type)", schemas))
                }
                return
            }
            guard let type = Self.type(of: schema.value, named: schema.name) else { return }
            names.formUnion(Self.fields(of: schema.value, "reply.\(type)", schemas))
        }
    }

    /// The type of a message; nil for a schema that is none.
    private static func type(of schema: Node, named name: String) -> String? {
        if name == "Problem" { return "problem" }
        if name == "TrieNode" { return "trie-node" }
        let message = schema["oneOf"].elements.first ?? schema
        return message["properties"]["type"]["enum"].elements.first?.text
    }

    /// The names of the fields in a schema that has a name; none for one that is a single value.
    private static func fields(of schema: Node, _ name: String, _ schemas: Node) -> Set<String> {
        var names: Set<String> = []
        for property in schema["properties"].members where property.name != "type" {
            let field = "\(name).\(property.name)"
            let inner = fields(of: property.value, field, schemas)
            names.formUnion(inner.isEmpty ? [field] : inner)
        }
        for choice in schema["oneOf"].elements {
            names.formUnion(fields(of: choice, name, schemas))
        }
        if let items = schema["items"].some { names.formUnion(fields(of: items, name, schemas)) }
        if let target = schema["$ref"].text?.split(separator: "/").last.map(String.init),
            !leaves.contains(target)
        {
            names.formUnion(fields(of: schemas[target], name, schemas))
        }
        return names
    }

    /// A value of the document; nothing where there is none.
    private struct Node {
        private let value: Any?

        init(_ value: Any?) {
            self.value = value
        }

        subscript(name: String) -> Node { Node((value as? [String: Any])?[name]) }

        var some: Node? { value == nil ? nil : self }
        var text: String? { value as? String }
        var elements: [Node] { (value as? [Any] ?? []).map { Node($0) } }
        var members: [(name: String, value: Node)] {
            (value as? [String: Any] ?? [:]).map { ($0.key, Node($0.value)) }
        }
    }
}
