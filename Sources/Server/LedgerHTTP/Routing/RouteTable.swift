import WireProtocol

/// Finds the route of a method and a path.
///
/// Built from ``Route``: a route that is added there is served here, and nothing else is.
struct RouteTable: Sendable {
    /// What a method and a path lead to.
    enum Match: Hashable, Sendable {
        /// A route, with what stood in the path in place of each name in braces.
        case found(Route, [HTTPCall.QueryItem])
        /// The path is one of the API, but has only these methods.
        case wrongMethod(allowed: [HTTPMethod])
        /// No such path.
        case unknown
    }

    private struct Row: Sendable {
        let route: Route
        let parts: [Part]
    }

    private enum Part: Hashable, Sendable {
        case word(Substring)
        case field(String)

        init(_ text: Substring) {
            self =
                text.hasPrefix("{") && text.hasSuffix("}")
                ? .field(String(text.dropFirst().dropLast())) : .word(text)
        }

        /// The field that a part of a path fills; nil when it does not fit here.
        func match(_ text: Substring) -> HTTPCall.QueryItem?? {
            switch self {
            case .word(let word): word == text ? .some(nil) : nil
            case .field(let name):
                text.isEmpty ? nil : .some(HTTPCall.QueryItem(name: name, value: String(text)))
            }
        }
    }

    private let rows = Route.allCases.map { route in
        Row(route: route, parts: Self.split(route.path).map(Part.init))
    }

    /// Finds what a request asks for.
    ///
    /// - Parameters:
    ///   - method: The method as it stands in the request.
    ///   - path: The path without the query. Nothing in a path of the API has to be escaped, so
    ///     one with escapes is unknown.
    /// - Returns: The route, or why there is none.
    func match(method: String, path: Substring) -> Match {
        let texts = Self.split(path)
        // What is read can be asked for without its body (RFC 9110 §9.3.2).
        let method = method == "HEAD" ? HTTPMethod.get.rawValue : method
        var allowed: [HTTPMethod] = []
        for row in rows where row.parts.count == texts.count {
            guard let fields = Self.fields(row.parts, texts) else { continue }
            if row.route.method.rawValue == method { return .found(row.route, fields) }
            allowed.append(row.route.method)
        }
        return allowed.isEmpty ? .unknown : .wrongMethod(allowed: allowed)
    }

    private static func split(_ path: some StringProtocol) -> [Substring] {
        // By scalars, as other programs read it: to Swift a mark makes another character of a slash.
        Substring(path).unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
            .map { Substring($0) }
    }

    private static func fields(_ parts: [Part], _ texts: [Substring]) -> [HTTPCall.QueryItem]? {
        var fields: [HTTPCall.QueryItem] = []
        for (part, text) in zip(parts, texts) {
            guard let field = part.match(text) else { return nil }
            if let field { fields.append(field) }
        }
        return fields
    }
}
