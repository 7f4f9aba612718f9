/// Maximum numbers of concurrent streams and long polls.
///
/// Each holds a connection while it waits. One more of a session or a user ends the one that has
/// waited longest, because a console whose link broke reconnects before the bank notices. One more
/// of a peer, or of the whole bank, is refused, so that nobody ends another's wait.
package struct WaitLimits: Hashable, Sendable {
    /// Maximum number of waits of one session, 1 or more; a console that reconnects needs two.
    package var ofSession = 2
    /// Maximum number of waits of one user, 1 or more: two for each session that a user may have.
    package var ofUser = 2 * BankConfiguration.sessionLimit
    /// Maximum number of waits from one peer; a branch with two hundred consoles has one address.
    package var ofPeer: Int
    /// Maximum number of waits in total; the remaining connections are left to short requests.
    package var ofBank: Int

    /// No limits, for measurements in which one session stands for all.
    package static let unlimited: WaitLimits = {
        var limits = WaitLimits(ofPeer: .max, ofBank: .max)
        limits.ofSession = .max
        limits.ofUser = .max
        return limits
    }()

    /// Returns the maximum number of waits for some connections, a quarter of which are left free.
    package static func most(ofConnections count: Int) -> Int { count * 3 / 4 }

    /// Creates limits whose defaults fit the ``StandardConnections``.
    package init(
        ofPeer: Int = WaitLimits.most(ofConnections: StandardConnections.countOfPeer),
        ofBank: Int = WaitLimits.most(ofConnections: StandardConnections.count)
    ) {
        self.ofPeer = ofPeer
        self.ofBank = ofBank
    }
}
