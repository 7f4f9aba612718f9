import WireProtocol

/// The label of a request in logs and metrics, from a fixed set and never taken from the request.
enum RouteLabel: Hashable, Sendable {
    /// A route of the API.
    case route(Route)
    /// A page beside the API.
    case page(OutsidePage)
    /// A path that does not exist.
    case unknown

    /// True if the bank itself answers it.
    var isOfBank: Bool {
        switch self {
        case .route: true
        case .page, .unknown: false
        }
    }

    /// The text of the label.
    var text: String {
        switch self {
        case .route(let route): route.rawValue
        case .page(let page): page.rawValue
        case .unknown: "unknown"
        }
    }
}

/// A page that the server serves beside the API.
enum OutsidePage: String, Hashable, Sendable, CaseIterable {
    /// The liveness page: the process runs.
    case health = "healthz"
    /// The readiness page: the bank can answer.
    case readiness = "readyz"
    /// The metrics page for Prometheus.
    case metrics
    /// The contract of the API as OpenAPI.
    case contract = "openapi"
    /// The public keys of access tokens.
    case keys = "jwks"

    /// The path of the page.
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
