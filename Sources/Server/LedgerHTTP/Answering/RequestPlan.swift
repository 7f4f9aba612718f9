import HTTPTypes
import WireProtocol

/// What a request asks for, as far as its head tells.
enum RequestPlan: Hashable, Sendable {
    /// A route of the API.
    case route(Route, path: [HTTPCall.QueryItem], query: [HTTPCall.QueryItem])
    /// A page beside it.
    case page(OutsidePage)

    /// Whether a body is to be read.
    var hasBody: Bool {
        if case .route(let route, _, _) = self { route.hasBody } else { false }
    }
}

/// Judges the head of a request before a byte of its body is read.
struct RequestPlanner: Sendable {
    /// What a method and a path lead to.
    enum Place: Hashable, Sendable {
        case route(RouteTable.Match)
        case page(OutsidePage, isRead: Bool)

        /// What it is called in logs and metrics.
        var label: RouteLabel {
            switch self {
            case .route(let match): RouteLabel(match)
            case .page(let page, _): .page(page)
            }
        }
    }

    private static let reading = ["GET", "HEAD"]

    private let offer: Offer
    private let table = RouteTable()

    init(offer: Offer) {
        self.offer = offer
    }

    /// Finds what is asked for.
    func place(of method: String, _ path: Substring) -> Place {
        if let page = offer.pages.first(where: { $0.path == path }) {
            return .page(page, isRead: Self.reading.contains(method))
        }
        return .route(offer.servesAPI ? table.match(method: method, path: path) : .unknown)
    }

    /// Holds the head against what is asked for.
    func plan(
        _ head: HTTPRequest,
        _ target: RequestTarget,
        _ place: Place
    ) throws(ServerRefusal) -> RequestPlan {
        switch place {
        case .page(let page, let isRead):
            guard isRead else { throw .wrongMethod(allowed: [.get]) }
            try BodyReader.check(head.headerFields, takesBody: false)
            return .page(page)
        case .route(.unknown): throw .unknownPath
        case .route(.wrongMethod(let allowed)): throw .wrongMethod(allowed: allowed)
        case .route(.found(let route, let pathFields)):
            guard let query = target.query else { throw .queryUnreadable }
            try BodyReader.check(head.headerFields, takesBody: route.hasBody)
            return .route(route, path: pathFields, query: query)
        }
    }
}
