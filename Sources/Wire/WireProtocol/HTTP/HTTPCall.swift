import CoreVocabulary

/// A request in its HTTP form.
///
/// Fields of a request that its route names stand in the path or the query, all others in the body,
/// which is their canonical JSON.
package struct HTTPCall: Hashable, Sendable {
    /// The route, which names method and path.
    package let route: Route
    /// The path with its fields filled in.
    package let path: String
    /// Names and values of the query, not yet percent-encoded; none of these needs to be.
    package let query: [QueryItem]
    /// The body; nil for a request without one.
    package let body: [UInt8]?

    /// One name and value of a query.
    package struct QueryItem: Hashable, Sendable {
        /// The name before the equals sign.
        package let name: String
        /// The value behind it.
        package let value: String

        /// Creates an item from its name and value.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The path and the query, as in the request line.
    package var target: String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }
}

extension Request {
    /// The request in its HTTP form.
    package var call: HTTPCall {
        let route = route
        var path = route.path
        var query: [HTTPCall.QueryItem] = []
        var body: [JSONMember] = []
        for field in Self.fields.members(of: self) where field.name != Self.tag {
            if route.isInPath(field.name) {
                path = path.replacingField(field.name, with: field.value.plainText)
            } else if route.hasBody {
                body.append(field)
            } else {
                query.append(HTTPCall.QueryItem(name: field.name, value: field.value.plainText))
            }
        }
        return HTTPCall(
            route: route,
            path: path,
            query: query,
            body: route.hasBody ? CanonicalJSON.encode(.object(body)) : nil
        )
    }

    /// Decodes the HTTP form of a request: route, fields of the path, percent-decoded query and body.
    ///
    /// - Throws: ``WireError`` with the first fault.
    package init(
        route: Route,
        pathFields: [HTTPCall.QueryItem],
        query: [HTTPCall.QueryItem],
        body: [UInt8]
    ) throws(WireError) {
        var members = try Self.members(of: body, route)
        for item in query {
            guard !route.hasBody, item.name != Self.tag else { throw .unknownField(item.name) }
            guard !members.contains(where: { $0.name == item.name }) else {
                throw .invalidField(item.name)
            }
            members.append(try item.member(isNumber: route.numberFields.contains(item.name)))
        }
        for item in pathFields {
            guard !members.contains(where: { $0.name == item.name }) else {
                throw .unknownField(item.name)
            }
            members.append(JSONMember(item.name, .string(item.value)))
        }
        members.append(JSONMember(Self.tag, .string(route.rawValue)))
        self = try Self.fields.value(of: members)
    }

    private static func members(
        of body: [UInt8],
        _ route: Route
    ) throws(WireError) -> [JSONMember] {
        guard !body.isEmpty else { return [] }
        let value: JSONValue
        do {
            value = try StrictJSON.parse(body)
        } catch {
            throw .syntax(error)
        }
        guard case .object(let members) = value else { throw .invalidField("body") }
        for member in members where member.name == tag || !route.hasBody {
            throw .unknownField(member.name)
        }
        return members
    }
}

extension HTTPCall.QueryItem {
    fileprivate func member(isNumber: Bool) throws(WireError) -> JSONMember {
        guard isNumber else { return JSONMember(name, .string(value)) }
        guard let number = Int64(value), String(number) == value else { throw .invalidField(name) }
        return JSONMember(name, .integer(number))
    }
}

extension JSONValue {
    fileprivate var plainText: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        default: invariantBroken("a field of a path or a query is a text or a number")
        }
    }
}

extension String {
    fileprivate func replacingField(_ name: String, with value: String) -> String {
        unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
            .map { String($0) == "{\(name)}" ? value : String($0) }
            .joined(separator: "/")
    }
}
