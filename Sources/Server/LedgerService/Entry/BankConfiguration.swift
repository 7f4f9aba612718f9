package import Cryptography
package import MoneyCore
package import CoreVocabulary
package import SyncCore

/// Settings of a bank.
package struct BankConfiguration: Sendable {
    /// Maximum number of sessions that a user may have at a time.
    ///
    /// One more ends the session that has been idle the longest.
    ///
    /// Source: OWASP ASVS 5.0 7.1.2.
    package static let sessionLimit = 8
    /// Maximum number of requests in one database commit.
    static let commitRequestLimit = 256
    /// Maximum number of sign-ins that may wait to be hashed; more are refused as busy.
    package static let hashQueueLimit = 128
    /// Maximum number of waiting sign-ins from one peer.
    ///
    /// At the start of the day, a branch causes less than ten seconds of hashing.
    package static let hashQueueLimitOfPeer = 64
    /// Maximum number of a user's waiting readings, besides one for each stream and long poll.
    ///
    /// More are refused as busy. It is four times the standard number of connections of a user.
    package static let readQueueLimitOfUser = 4 * StandardConnections.countOfUser
    /// Default number of concurrent readings for callers; the store has one connection more.
    package static let standardReadConcurrency = 2

    /// Time zone in which the bank counts its days.
    package var zone: ZoneOffset
    /// Cost parameters of a password hash.
    ///
    /// The standard setting takes 32 MiB and about 0.2 seconds on two shared cores of 2026;
    /// N = 2^15 with p = 1 takes as much memory and a third of the time, below what OWASP advises.
    /// A sign-in under an unknown name costs the same.
    package var passwordCost: Scrypt.Parameters
    /// Thread on which passwords are hashed: one of its own, except in a simulation.
    package var hashPlace = HashPlace.ownThread
    /// Number of concurrent password hashes, 1 or more; each uses the memory of its cost.
    package var hashConcurrency: Int
    /// Number of concurrent readings for callers, 1 or more.
    package var readConcurrency = BankConfiguration.standardReadConcurrency
    /// Oldest version of a console's record that is still served.
    package var oldestRecordVersion: Int64 = 0
    /// Size limits of replies and readings.
    package var sync = SyncLimits()
    /// Maximum amount of one transfer, by currency; a currency without one has no limit.
    package var transferLimits: [Money]
    /// Amount above which a second person must approve, by currency.
    package var approvalLimits: [Money]

    /// Maximum amount that a user may move in a day of the bank; a missing currency has no limit.
    package var dayLimits = DayLimits.standard
    /// Longest planned pause of the bank, in days; nil for any length.
    ///
    /// After a longer pause, the operator must confirm the clock before anything is booked.
    package var longestPauseDays: Int64?

    /// Kind of thread that a password is hashed on.
    package enum HashPlace: Hashable, Sendable {
        /// A thread of its own, because a hash may take a fifth of a second.
        case ownThread
        /// The caller's thread, which is blocked meanwhile.
        case callersThread
    }

    /// Durations of sessions and of leases on consoles.
    package var terms = SessionTerms()
    /// True if staff may only sign in at terminals with a certificate.
    package var requiresTerminalForStaff: Bool
    /// Rate limits of requests and other actions.
    package var limits: RateLimits
    /// Maximum numbers of streams and long polls that may wait for news.
    package var waits = WaitLimits()
    /// Maximum counts of what the bank stores, or does in one commit.
    package var counts = CountLimits()

    /// Creates a configuration whose defaults are those of a retail bank in India.
    package init(
        zone: ZoneOffset = .india,
        passwordCost: Scrypt.Parameters = .standard,
        hashConcurrency: Int = 2,
        transferLimits: [Money] = [
            Money(minorUnits: 100_000_000, currency: .indianRupee),
            Money(minorUnits: 1_000_000, currency: .usDollar),
        ],
        approvalLimits: [Money] = [],
        requiresTerminalForStaff: Bool = false,
        limits: RateLimits = .standard
    ) {
        self.zone = zone
        self.passwordCost = passwordCost
        self.hashConcurrency = hashConcurrency
        self.transferLimits = transferLimits
        self.approvalLimits = approvalLimits
        self.requiresTerminalForStaff = requiresTerminalForStaff
        self.limits = limits
    }

    /// Maximum number of waiting readings of one user, including one for each stream and long poll.
    var waitingReadLimitOfUser: Int {
        let (sum, overflow) = Self.readQueueLimitOfUser.addingReportingOverflow(waits.ofUser)
        return overflow ? .max : sum
    }
}
