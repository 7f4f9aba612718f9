import WireProtocol

/// The contract of the API, generated from the table of routes and the schemas of its messages.
///
/// docs/openapi.json is this document; a test holds them together.
///
/// Source: OpenAPI 3.1.0.
public enum OpenAPIDocument {
    /// The document in the bytes that are served.
    public static let bytes: [UInt8] = PrettyJSON.encode(json)

    /// The whole document as JSON.
    static let json: JSONValue = .object([
        JSONMember("openapi", .string("3.1.0")),
        JSONMember(
            "info",
            .object([
                JSONMember("title", .string("Counterfoil")),
                JSONMember("version", .string("1")),
                JSONMember(
                    "description",
                    .string(
                        "The bank's API. Bodies are strict JSON of at most 64 KiB: no unknown or double "
                            + "members, no fractions, at most 16 levels. Amounts are integer minor units. "
                            + "Whatever is not done is a problem (RFC 9457)."
                    )
                ),
            ])
        ),
        JSONMember("paths", .object(paths)),
        JSONMember(
            "components",
            .object([
                JSONMember("schemas", .object(schemas)),
                JSONMember("securitySchemes", .object([bearer])),
            ])
        ),
    ])

    private static let bearer = JSONMember(
        "access",
        .object([
            JSONMember("type", .string("http")),
            JSONMember("scheme", .string("bearer")),
            JSONMember("bearerFormat", .string("JWT")),
        ])
    )

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
            let none = JSONMember("access", .array([]))
            members.append(JSONMember("security", .array([.object([none])])))
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
        return .object([
            JSONMember("required", .boolean(true)),
            JSONMember("content", content(HTTPAnswer.jsonType, WireSchema(forms: forms))),
        ])
    }

    private static func responses(_ route: Route) -> [JSONMember] {
        var contents: [Int: [JSONMember]] = [:]
        for reply in route.replies {
            contents[reply.status, default: []] += members(
                content(HTTPAnswer.jsonType, .reference(to: reply.schema))
            )
        }
        if route == .stream {
            // An event's data is described in docs/PROTOCOL.md: OpenAPI has no words for streams.
            contents[200] = members(
                content(ServerSentEvent.contentType, .text(maxLength: StrictJSON.replyByteLimit))
            )
        }
        for status in route.problemStatuses {
            contents[status, default: []] += members(
                content(HTTPAnswer.problemType, .reference(to: "Problem"))
            )
        }
        return contents.keys.sorted().map { status in
            JSONMember(
                String(status),
                .object([
                    JSONMember("description", .string(status < 400 ? "Done" : "Not done")),
                    JSONMember("content", .object(contents[status] ?? [])),
                ])
            )
        }
    }

    private static func content(_ type: String, _ schema: WireSchema) -> JSONValue {
        .object([JSONMember(type, .object([JSONMember("schema", schema.json)]))])
    }

    private static func members(_ value: JSONValue) -> [JSONMember] {
        guard case .object(let members) = value else { return [] }
        return members
    }
}

extension WireSchema {
    /// Returns a reference to a schema that is published under a name.
    fileprivate static func reference(to name: String) -> WireSchema {
        .named(name, .null, note: "")
    }
}
