import HTTPTypes
import WireProtocol

/// The purpose of a request, as far as its head shows it.
enum RequestPlan: Hashable, Sendable {
    /// A route of the API.
    case route(Route, path: [HTTPCall.QueryItem], query: [HTTPCall.QueryItem])
    /// A page beside the API.
    case page(OutsidePage)

    /// True if a body has to be read.
    var hasBody: Bool {
        if case .route(let route, _, _) = self { route.hasBody } else { false }
    }
}

/// Judges the head of a request before any byte of its body is read.
struct RequestPlanner: Sendable {
    /// The route or page that a method and a path lead to.
    enum Place: Hashable, Sendable {
        case route(RouteTable.Match)
        case page(OutsidePage, isRead: Bool)

        /// The place's label in logs and metrics.
        var label: RouteLabel {
            switch self {
            case .route(.found(let route, _)): .route(route)
            case .route: .unknown
            case .page(let page, _): .page(page)
            }
        }
    }

    private static let reading = ["GET", "HEAD"]

    private let offer: Offer
    private let table = RouteTable()

    init(offer: Offer) { self.offer = offer }

    /// Returns the place of a method and a path.
    func place(of method: String, _ path: Substring) -> Place {
        if let page = offer.pages.first(where: { $0.path == path }) {
            return .page(page, isRead: Self.reading.contains(method))
        }
        return .route(offer.servesAPI ? table.match(method: method, path: path) : .unknown)
    }

    /// Checks the head against the route or page.
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
