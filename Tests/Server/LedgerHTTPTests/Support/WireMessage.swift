import WireProtocol

@testable import LedgerHTTP

/// One message of the contract: what it may be, and who judges it.
struct WireMessage: Sendable {
    /// The route of a request, or the name of the schema of a reply.
    let name: String
    /// The description from which bodies are made.
    let schema: WireSchema
    /// Place of the published schema of the body, as a JSON pointer; nil if there is no body.
    let pointer: String?
    /// Returns true if the contract allows a message.
    let allows: @Sendable (JSONValue) -> Bool
    /// Returns true if the decoder accepts a message.
    let accepts: @Sendable (JSONValue) -> Bool
    /// Returns what stands in the body.
    let body: @Sendable (JSONValue) -> JSONValue

    /// All messages of the API.
    static func all(_ document: JSONValue) -> [WireMessage] {
        let requests = Route.allCases.filter { $0 != .stream }.map { request($0, document) }
        let replies = MessageSchemas.all.compactMap { reply($0.name, $0.schema, document) }
        return requests + replies
    }

    private static func request(_ route: Route, _ document: JSONValue) -> WireMessage {
        let checker = ContractChecker(document: document)
        let path = route.path.replacing("/", with: "~1")
        let place = "/requestBody/content/application~1json/schema"
        return WireMessage(
            name: route.rawValue,
            schema: WireSchema(forms: route.forms),
            pointer: route.hasBody
                ? "/paths/\(path)/\(route.method.rawValue.lowercased())\(place)" : nil,
            allows: { value in
                let parts = parts(of: value, route)
                return checker.fault(
                    of: route,
                    pathFields: parts.path,
                    query: parts.query,
                    body: parts.body
                ) == nil
            },
            accepts: { value in
                let parts = parts(of: value, route)
                // Which fault it has is asked elsewhere.
                return
                    (try? Request(
                        route: route,
                        pathFields: parts.path,
                        query: parts.query,
                        body: parts.body ?? []
                    )) != nil
            },
            body: { value in
                guard case .object(let members) = value else { return value }
                return .object(members.filter { !route.isInPath($0.name) })
            }
        )
    }

    /// Returns a reply or event by the name of its schema; nil for a part of others.
    private static func reply(
        _ name: String,
        _ schema: WireSchema,
        _ document: JSONValue
    ) -> WireMessage? {
        let accepts: @Sendable ([UInt8]) throws -> Void
        switch name {
        case "Problem": accepts = { _ = try Problem(httpBody: $0) }
        case "StreamEvent": accepts = { _ = try StreamEvent(encoded: $0) }
        default:
            guard isMessage(schema) else { return nil }
            accepts = { _ = try Reply(encoded: $0) }
        }
        let limit = StrictJSON.replyByteLimit
        let validator = SchemaValidator(document: document)
        let reference = JSONValue.object([
            JSONMember("$ref", .string("#/components/schemas/\(name)"))
        ])
        return WireMessage(
            name: name,
            schema: schema,
            pointer: "/components/schemas/\(name)",
            allows: { value in
                let bytes = CanonicalJSON.encode(value)
                // Twice a name is refused before the schema is asked.
                guard let value = try? StrictJSON.parse(bytes, byteLimit: limit) else {
                    return false
                }
                return validator.fault(of: value, against: reference) == nil
            },
            accepts: { value in
                // Which fault it has is asked elsewhere.
                (try? accepts(CanonicalJSON.encode(value))) != nil
            },
            body: { $0 }
        )
    }

    private static func isMessage(_ schema: WireSchema) -> Bool {
        switch schema {
        case .either(let schemas): schemas.allSatisfy(isMessage)
        case .object(let members): members.first?.name == "type"
        default: false
        }
    }

    private typealias Items = [HTTPCall.QueryItem]

    /// Returns the members as they stand in path, query and body.
    private static func parts(
        of value: JSONValue,
        _ route: Route
    ) -> (path: Items, query: Items, body: [UInt8]?) {
        guard case .object(let members) = value else {
            return ([], [], route.hasBody ? CanonicalJSON.encode(value) : nil)
        }
        func items(_ members: [JSONMember]) -> Items {
            members.map { member in
                let text =
                    if case .string(let text) = member.value { text } else {
                        String(decoding: CanonicalJSON.encode(member.value), as: UTF8.self)
                    }
                return HTTPCall.QueryItem(name: member.name, value: text)
            }
        }
        let path = members.filter { route.isInPath($0.name) }
        let rest = members.filter { !route.isInPath($0.name) }
        guard !route.hasBody else {
            return (items(path), [], CanonicalJSON.encode(.object(rest)))
        }
        return (items(path), items(rest), nil)
    }
}
