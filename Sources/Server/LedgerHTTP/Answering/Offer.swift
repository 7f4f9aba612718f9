/// The services of a listener.
struct Offer: Sendable {
    let servesAPI: Bool
    let pages: Set<OutsidePage>
    /// True if requests that do not reach the bank count towards their peer's rate.
    let countsPeers: Bool

    /// The offer on the network, whose only information on the bank's state is if it is healthy and
    /// ready.
    static let network = Offer(
        servesAPI: true,
        pages: [.health, .readiness, .contract, .keys],
        countsPeers: true
    )
    /// The offer on the Unix socket of this host.
    static let socket = Offer(servesAPI: true, pages: Set(OutsidePage.allCases), countsPeers: true)
    /// The offer for the operator, which is not rate-limited, so that it works during a flood of
    /// requests on this host.
    static let operations = Offer(
        servesAPI: false,
        pages: Set(OutsidePage.allCases),
        countsPeers: false
    )
}
