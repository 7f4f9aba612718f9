/// What a listener offers.
struct Offer: Sendable {
    let servesAPI: Bool
    let pages: Set<OutsidePage>

    /// On the network: nothing that tells how the bank does but whether it does.
    static let network = Offer(
        servesAPI: true,
        pages: [.health, .readiness, .contract, .keys]
    )
    /// On the socket of this host.
    static let socket = Offer(servesAPI: true, pages: Set(OutsidePage.allCases))
    /// For the operator.
    static let operations = Offer(servesAPI: false, pages: Set(OutsidePage.allCases))
}
