/// What a listener offers.
struct Offer: Sendable {
    let servesAPI: Bool
    let pages: Set<OutsidePage>
    /// Whether what never reaches the bank counts as a request of its peer.
    let countsPeers: Bool

    /// On the network: nothing that tells how the bank does but whether it does.
    static let network = Offer(
        servesAPI: true,
        pages: [.health, .readiness, .contract, .keys],
        countsPeers: true
    )
    /// On the socket of this host.
    static let socket = Offer(
        servesAPI: true,
        pages: Set(OutsidePage.allCases),
        countsPeers: true
    )
    /// For the operator, who has to see how the bank does whoever else asks on this host.
    static let operations = Offer(
        servesAPI: false,
        pages: Set(OutsidePage.allCases),
        countsPeers: false
    )
}
