import WireProtocol

/// What a request is called in logs and metrics: one of a fixed set, and never a word of its own.
enum RouteLabel: Hashable, Sendable {
    /// A route of the API.
    case route(Route)
    /// A page that is no route of the API.
    case page(OutsidePage)
    /// Nothing that is here.
    case unknown

    init(_ match: RouteTable.Match) {
        if case .found(let route, _) = match { self = .route(route) } else { self = .unknown }
    }

    /// True for what the bank itself answers.
    var isOfBank: Bool {
        switch self {
        case .route: true
        case .page, .unknown: false
        }
    }

    /// The word.
    var text: String {
        switch self {
        case .route(let route): route.rawValue
        case .page(let page): page.rawValue
        case .unknown: "unknown"
        }
    }
}

/// What can be read of the server beside the API.
enum OutsidePage: String, Hashable, Sendable, CaseIterable {
    /// The process lives.
    case health = "healthz"
    /// The bank can answer.
    case readiness = "readyz"
    /// Numbers for Prometheus.
    case metrics
    /// The contract of the API, as OpenAPI.
    case contract = "openapi"
    /// The keys that sign access tokens.
    case keys = "jwks"

    /// Where it stands.
    var path: String {
        switch self {
        case .health: "/healthz"
        case .readiness: "/readyz"
        case .metrics: "/metrics"
        case .contract: "/openapi.json"
        case .keys: "/.well-known/jwks.json"
        }
    }
}
