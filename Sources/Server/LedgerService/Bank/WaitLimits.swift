/// The most streams and long polls that may wait for news at a time.
///
/// Each holds a connection for as long as it waits. One more of a session or a user ends the one
/// that has waited the longest: a console whose line broke comes back before the bank notices. One
/// more of an address, or of all, is refused, so that nobody ends what is another's.
public struct WaitLimits: Hashable, Sendable {
    /// The most of one session, 1 or more; a console needs one, and one more while it reconnects.
    public var ofSession = 2
    /// The most of one user, 1 or more: two for each session that a user may have.
    public var ofUser = 2 * BankConfiguration.sessionLimit
    /// The most from one peer; a branch with two hundred consoles has one address.
    public var ofPeer: Int
    /// The most in all; the connections beyond are left to requests that end soon.
    public var ofBank: Int

    /// No limits: for measurements, in which one session plays everybody.
    public static let unlimited: WaitLimits = {
        var limits = WaitLimits(ofPeer: .max, ofBank: .max)
        limits.ofSession = .max
        limits.ofUser = .max
        return limits
    }()

    /// The most that may wait on a number of connections: a quarter is left to requests that end soon.
    public static func most(ofConnections count: Int) -> Int { count * 3 / 4 }

    /// Makes limits; those that are not named fit the ``StandardConnections``.
    public init(
        ofPeer: Int = WaitLimits.most(ofConnections: StandardConnections.countOfPeer),
        ofBank: Int = WaitLimits.most(ofConnections: StandardConnections.count)
    ) {
        self.ofPeer = ofPeer
        self.ofBank = ofBank
    }
}
