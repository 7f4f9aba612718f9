public import Cryptography
public import MoneyCore
public import CoreVocabulary
public import SyncCore

/// What can be set about a bank.
public struct BankConfiguration: Sendable {
    /// The most sessions that a user may have at a time; one more ends the one that has been idle
    /// the longest.
    ///
    /// Source: OWASP ASVS 5.0 7.1.2.
    public static let sessionLimit = 8
    /// The most requests that one commit of the database carries.
    public static let commitJobLimit = 256
    /// The most sign-ins that may wait for their turn to be hashed; more are told to come back.
    public static let hashQueueLimit = 128
    /// The most of them from one peer: a branch begins its day with less than ten seconds' work.
    public static let hashQueueLimitOfPeer = 64
    /// The most readings of one user that may wait for their turn, besides one for each stream and long
    /// poll; more are told to come back.
    ///
    /// It is four times the connections that a user may have in a bank of the usual size.
    public static let readQueueLimitOfUser = 4 * StandardConnections.countOfUser
    /// How many readings for those who ask are under way side by side when nobody says otherwise; the
    /// books have a connection more.
    public static let standardReadConcurrency = 2

    /// Where the bank counts its days.
    public var zone: ZoneOffset
    /// What a password hash costs.
    ///
    /// The standard setting takes 32 MiB and about 0.2 seconds on two shared cores of 2026;
    /// N = 2^15 with p = 1 takes as much memory and a third of the time, below what OWASP advises.
    /// A sign-in under an unknown name costs the same.
    public var passwordCost: Scrypt.Parameters
    /// Where passwords are hashed; on a thread of its own, unless a simulation may have no other
    /// thread than one.
    public var hashPlace = HashPlace.ownThread
    /// How many passwords are hashed side by side, 1 or more; each takes the memory of its cost.
    public var hashConcurrency: Int
    /// How many readings for those who ask are under way side by side, 1 or more.
    public var readConcurrency = BankConfiguration.standardReadConcurrency
    /// The oldest form of the record on consoles that is still served.
    public var oldestRecordVersion: Int64 = 0
    /// Sizes of what is sent and read at once.
    public var sync = SyncLimits()
    /// The greatest amount of one transfer, by currency; a currency without one has no limit.
    public var transferLimits: [Money]
    /// The amount above which a second person must approve, by currency.
    public var approvalLimits: [Money]

    /// The most that a user of a role may move in a day of the bank, by currency; a currency
    /// without one has no limit.
    public var dayLimits = DayLimits.standard
    /// The most days that the bank pauses; nil for any number.
    ///
    /// After a longer pause the operator confirms the clock before anything is booked.
    public var longestPauseDays: Int64?

    /// Where a password is hashed.
    public enum HashPlace: Hashable, Sendable {
        /// On a thread that does nothing else: a hash may take a fifth of a second.
        case ownThread
        /// On the thread of whoever asks, which waits for it.
        case callersThread
    }

    /// How long sessions last, and what consoles hold without the bank.
    public var terms = SessionTerms()
    /// Whether staff may sign in at terminals with a certificate alone.
    public var requiresTerminalForStaff: Bool
    /// How often things may be done.
    public var limits: RateLimits
    /// The most streams and long polls that may wait for news at a time.
    public var waits = WaitLimits()
    /// The most of what the bank keeps, or does in one commit.
    public var counts = CountLimits()

    /// Makes a configuration; what is not named has the values of a retail bank in India.
    public init(
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

    /// The most readings of one user that may wait for their turn.
    var waitingReadLimitOfUser: Int {
        let (sum, overflow) = Self.readQueueLimitOfUser.addingReportingOverflow(waits.ofUser)
        return overflow ? .max : sum
    }
}
