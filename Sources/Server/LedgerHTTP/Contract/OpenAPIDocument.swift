import WireProtocol

/// The contract of the API, generated from the table of routes and the schemas of its messages.
///
/// docs/openapi.json is this document; a test holds them together.
///
/// Source: OpenAPI 3.1.0.
package enum OpenAPIDocument {
    /// The document in the bytes that are served.
    package static let bytes: [UInt8] = PrettyJSON.encode(json)

    /// The whole document as JSON.
    static let json: JSONValue = [
        "openapi": "3.1.0",
        "info": [
            "title": "Counterfoil",
            "version": "1",
            "description": .string(
                "The bank's API. Bodies are strict JSON of at most 64 KiB: no unknown or double "
                    + "members, no fractions, at most 16 levels. Amounts are integer minor units. "
                    + "Whatever is not done is a problem (RFC 9457)."
            ),
        ],
        "paths": .object(paths),
        "components": [
            "schemas": .object(schemas),
            "securitySchemes": [
                "access": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"]
            ],
        ],
    ]

    private static var schemas: [JSONMember] {
        MessageSchemas.all.map { JSONMember($0.name, $0.schema.json(noted: $0.note)) }
    }

    private static var paths: [JSONMember] {
        var members: [JSONMember] = []
        for route in Route.allCases where !members.contains(where: { $0.name == route.path }) {
            let routes = Route.allCases.filter { $0.path == route.path }
            let operations = routes.map { route in
                JSONMember(route.method.rawValue.lowercased(), operation(route))
            }
            members.append(JSONMember(route.path, .object(operations)))
        }
        return members
    }

    private static func operation(_ route: Route) -> JSONValue {
        var members = [
            JSONMember("operationId", .string(route.rawValue)),
            JSONMember("summary", .string(route.summary)),
        ]
        if !route.isPublic {
            members.append(JSONMember("security", [["access": []]]))
        }
        let parameters = parameters(route)
        if !parameters.isEmpty { members.append(JSONMember("parameters", .array(parameters))) }
        if route.hasBody { members.append(JSONMember("requestBody", requestBody(route))) }
        members.append(JSONMember("responses", .object(responses(route))))
        return .object(members)
    }

    private static func parameters(_ route: Route) -> [JSONValue] {
        var parameters: [JSONValue] = []
        for member in route.forms.first ?? [] {
            if route.isInPath(member.name) {
                parameters.append(parameter(member, in: "path"))
            } else if !route.hasBody {
                parameters.append(parameter(member, in: "query"))
            }
        }
        if route == .stream {
            let last = WireMember(
                ServerSentEvent.lastEventHeader,
                WireType.cursor.schema(),
                isRequired: false,
                "The last checkpoint; without it the stream begins at the beginning."
            )
            parameters.append(parameter(last, in: "header"))
        }
        return parameters
    }

    private static func parameter(_ member: WireMember, in place: String) -> JSONValue {
        .object(
            [
                JSONMember("name", .string(member.name)),
                JSONMember("in", .string(place)),
                JSONMember("required", .boolean(member.isRequired)),
            ] + (member.words.map { [JSONMember("description", .string($0))] } ?? [])
                + [JSONMember("schema", member.schema.json)]
        )
    }

    private static func requestBody(_ route: Route) -> JSONValue {
        let forms = route.forms.map { form in form.filter { !route.isInPath($0.name) } }
        let content = content(HTTPAnswer.jsonType, WireSchema(forms: forms))
        return ["required": true, "content": .object([content])]
    }

    private static func responses(_ route: Route) -> [JSONMember] {
        var contents: [Int: [JSONMember]] = [:]
        for reply in route.replies {
            let schema = WireSchema.reference(to: reply.schema)
            contents[reply.status, default: []].append(content(HTTPAnswer.jsonType, schema))
        }
        if route == .stream {
            // An event's data is described in docs/PROTOCOL.md: OpenAPI has no words for streams.
            let text = WireSchema.text(maxLength: StrictJSON.replyByteLimit)
            contents[200] = [content(ServerSentEvent.contentType, text)]
        }
        for status in route.problemStatuses {
            let problem = content(HTTPAnswer.problemType, .reference(to: "Problem"))
            contents[status, default: []].append(problem)
        }
        return contents.sorted { $0.key < $1.key }.map { status, contents in
            let description: JSONValue = status < 400 ? "Done" : "Not done"
            let response: JSONValue = ["description": description, "content": .object(contents)]
            return JSONMember(String(status), response)
        }
    }

    private static func content(_ type: String, _ schema: WireSchema) -> JSONMember {
        JSONMember(type, ["schema": schema.json])
    }
}

extension WireSchema {
    /// Returns a reference to a schema that is published under a name.
    fileprivate static func reference(to name: String) -> WireSchema {
        .named(name, .null, note: "")
    }
}
