import WireProtocol

/// Finds the route of a method and a path.
///
/// Built from ``Route``: every route that is added there is served here, and nothing else.
struct RouteTable: Sendable {
    /// The result for a method and a path.
    enum Match: Hashable, Sendable {
        /// A route, with the path components for the names in braces.
        case found(Route, [HTTPCall.QueryItem])
        /// The path is in the API, but only with these methods.
        case wrongMethod(allowed: [HTTPMethod])
        /// The path is not in the API.
        case unknown
    }

    private enum Part: Hashable, Sendable {
        case word(Substring)
        case field(String)

        init(_ text: Substring) {
            self =
                text.hasPrefix("{") && text.hasSuffix("}")
                ? .field(String(text.dropFirst().dropLast())) : .word(text)
        }
    }

    private let rows = Route.allCases.map { route in
        (route: route, parts: Self.split(route.path).map(Part.init))
    }

    /// Finds the route of a method and a path without its query, as received.
    ///
    /// No path of the API needs escapes, so a path with escapes is unknown.
    func match(method: String, path: Substring) -> Match {
        let texts = Self.split(path)
        // HEAD is allowed wherever GET is (RFC 9110 §9.3.2).
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
        // By scalars, like other programs. To Swift, a combining mark turns a slash into another
        // character.
        Substring(path).unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
            .map { Substring($0) }
    }

    /// Returns the fields that path components fill, or nil if they do not match.
    private static func fields(_ parts: [Part], _ texts: [Substring]) -> [HTTPCall.QueryItem]? {
        var fields: [HTTPCall.QueryItem] = []
        for (part, text) in zip(parts, texts) {
            switch part {
            case .word(let word):
                guard word == text else { return nil }
            case .field(let name):
                guard !text.isEmpty else { return nil }
                fields.append(HTTPCall.QueryItem(name: name, value: String(text)))
            }
        }
        return fields
    }
}
