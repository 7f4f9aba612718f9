/// The services of a listener.
struct Offer: Sendable {
    let servesAPI: Bool
    let pages: Set<OutsidePage>
    /// True if requests that do not reach the bank count towards their peer's rate.
    let countsPeers: Bool

    /// The offer on the network, which only tells of the bank's state if it is alive and ready.
    static let network = Offer(
        servesAPI: true,
        pages: [.health, .readiness, .contract, .keys],
        countsPeers: true
    )
    /// The offer on the Unix socket of this host.
    static let socket = Offer(servesAPI: true, pages: Set(OutsidePage.allCases), countsPeers: true)
    /// The offer for the operator, without a rate limit, so that it works during a flood.
    static let operations = Offer(
        servesAPI: false,
        pages: Set(OutsidePage.allCases),
        countsPeers: false
    )
}
