import WireProtocol

@testable import LedgerHTTP

/// Holds requests and answers against the published document, not against the code that made it.
struct ContractChecker: Sendable {
    private let paths: JSONValue
    private let validator: SchemaValidator

    /// Creates a checker for a contract.
    init(document: JSONValue = OpenAPIDocument.json) {
        paths = document["paths"] ?? .null
        validator = SchemaValidator(document: document)
    }

    /// Returns the fault of an answer; nil when the contract allows it.
    func fault(of answer: HTTPAnswer, to route: Route) -> String? {
        let content = operation(route)?["responses"]?[String(answer.status)]?["content"]
        guard let schema = content?[answer.contentType]?["schema"] else {
            return "\(answer.status) \(answer.contentType): not in the contract"
        }
        return fault(of: answer.body, against: schema, byteLimit: StrictJSON.replyByteLimit)
    }

    /// Returns the fault of a request; nil when the contract allows it.
    ///
    /// - Parameters:
    ///   - route: The route that it asks for.
    ///   - pathFields: What stands in the path in place of each name in braces.
    ///   - query: The query.
    ///   - body: The body; nil for none.
    /// - Returns: The first fault, as a place and a word.
    func fault(
        of route: Route,
        pathFields: [HTTPCall.QueryItem],
        query: [HTTPCall.QueryItem],
        body: [UInt8]?
    ) -> String? {
        guard let operation = operation(route) else { return "no such operation" }
        let places = [("path", pathFields), ("query", query)]
        for (place, items) in places {
            if let fault = fault(of: items, in: place, operation) { return fault }
        }
        let schema = operation["requestBody"]?["content"]?[HTTPAnswer.jsonType]?["schema"]
        switch (body, schema) {
        case (nil, nil): return nil
        case (let body?, let schema?):
            return fault(of: body, against: schema, byteLimit: StrictJSON.requestByteLimit)
        default: return "body: not as the contract has it"
        }
    }

    private func operation(_ route: Route) -> JSONValue? {
        paths[route.path]?[route.method.rawValue.lowercased()]
    }

    private func fault(
        of items: [HTTPCall.QueryItem],
        in place: String,
        _ operation: JSONValue
    ) -> String? {
        guard case .array(let all) = operation["parameters"] ?? .array([]) else {
            return "no parameters"
        }
        let parameters = all.filter { $0["in"] == .string(place) }
        let names = parameters.compactMap { $0["name"] }
        if let stray = items.first(where: { !names.contains(.string($0.name)) }) {
            return "\(place)/\(stray.name): not in the contract"
        }
        if let twice = items.first(where: { item in items.count { $0.name == item.name } > 1 }) {
            return "\(place)/\(twice.name): twice"
        }
        for parameter in parameters {
            guard let schema = parameter["schema"], case .string(let name) = parameter["name"]
            else { return "\(place): no schema" }
            guard let item = items.first(where: { $0.name == name }) else {
                if parameter["required"] == .boolean(true) { return "\(place)/\(name): missing" }
                continue
            }
            let isNumber = schema["type"] == .string("integer")
            let value = isNumber ? Int64(item.value).map(JSONValue.integer) : .string(item.value)
            guard let value else { return "\(place)/\(name): type" }
            let fault = validator.fault(of: value, against: schema, at: "\(place)/\(name)")
            if let fault { return fault }
        }
        return nil
    }

    private func fault(
        of body: [UInt8],
        against schema: JSONValue,
        byteLimit: Int
    ) -> String? {
        // What is no JSON is told as such; where it breaks makes no difference here.
        guard let value = try? StrictJSON.parse(body, byteLimit: byteLimit) else {
            return "body: not JSON"
        }
        return validator.fault(of: value, against: schema, at: "body")
    }
}
