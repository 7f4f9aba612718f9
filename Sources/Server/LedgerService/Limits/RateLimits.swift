public import IdentityCore

/// Rate limit of each ``LimitKey/Budget``; nil for a budget without one.
///
/// Source: OWASP ASVS 5.0 2.4.1 and 2.4.2 (separate budgets for expensive or dangerous requests).
public struct RateLimits: Hashable, Sendable {
    /// Requests of any kind from an address; a branch with two hundred consoles shares one.
    public var requestsOfAddress: RateLimit?
    /// Sign-ins from an address.
    public var signInsOfAddress: RateLimit?
    /// Requests of any kind by a user.
    public var requestsOfUser: RateLimit?
    /// Requests for many records by a user, enough to synchronise a million entries at first.
    public var bulkReadsOfUser: RateLimit?
    /// Transfers made or cancelled by a user; those queued while the link was down arrive all at
    /// once.
    public var transfersOfUser: RateLimit?
    /// Transfers out of an account by any user.
    public var transfersOfAccount: RateLimit?
    /// Consoles first seen for a user; each is stored permanently.
    public var consolesOfUser: RateLimit?
    /// Failed sign-ins under one name from all places together that are new for its user.
    ///
    /// A place is new unless it is remembered as one from which the user signed in. All new places
    /// share this budget, however many of them guess. It does not delay the user's own places.
    public var signInsFromNewPlaces: RateLimit?
    /// Requests that submit evidence, by a user; what is stored of them stays permanently.
    public var evidenceOfUser: RateLimit?

    /// Limits of a bank in use.
    public static let standard = RateLimits(
        requestsOfAddress: RateLimit(burst: 6_000, perMinute: 60_000),
        signInsOfAddress: RateLimit(burst: 120, perMinute: 120),
        requestsOfUser: RateLimit(burst: 5_000, perMinute: 12_000),
        bulkReadsOfUser: RateLimit(burst: 2_000, perMinute: 3_000),
        transfersOfUser: RateLimit(burst: 1_000, perMinute: 120),
        transfersOfAccount: RateLimit(burst: 1_000, perMinute: 600),
        consolesOfUser: RateLimit(burst: 20, perMinute: 1),
        signInsFromNewPlaces: newPlaces,
        evidenceOfUser: evidence
    )
    /// Fifty sign-ins at once, and then four an hour.
    ///
    /// Somebody who knows the password guesses the code with a chance of three in a million
    /// (docs/decisions/0015-code-of-the-next-step.md).
    public static let newPlaces = RateLimit(burst: 50, everySeconds: 900)
    /// Thirty-two requests at once, and then as many a day.
    ///
    /// This makes a thousand entries at once, which is all that a console keeps of one account.
    public static let evidence = RateLimit(burst: 32, everySeconds: 2_700)
    /// No limits, for measurements and simulations in which one host stands for all.
    public static let unlimited = RateLimits()

    /// Creates a set of limits; a budget that is not named has none.
    public init(
        requestsOfAddress: RateLimit? = nil,
        signInsOfAddress: RateLimit? = nil,
        requestsOfUser: RateLimit? = nil,
        bulkReadsOfUser: RateLimit? = nil,
        transfersOfUser: RateLimit? = nil,
        transfersOfAccount: RateLimit? = nil,
        consolesOfUser: RateLimit? = nil,
        signInsFromNewPlaces: RateLimit? = nil,
        evidenceOfUser: RateLimit? = nil
    ) {
        self.requestsOfAddress = requestsOfAddress
        self.signInsOfAddress = signInsOfAddress
        self.requestsOfUser = requestsOfUser
        self.bulkReadsOfUser = bulkReadsOfUser
        self.transfersOfUser = transfersOfUser
        self.transfersOfAccount = transfersOfAccount
        self.consolesOfUser = consolesOfUser
        self.signInsFromNewPlaces = signInsFromNewPlaces
        self.evidenceOfUser = evidenceOfUser
    }

    /// The limit of a budget; nil if it has none.
    subscript(budget: LimitKey.Budget) -> RateLimit? {
        switch budget {
        case .requestsOfAddress: requestsOfAddress
        case .signInsOfAddress: signInsOfAddress
        case .requestsOfUser: requestsOfUser
        case .bulkReadsOfUser: bulkReadsOfUser
        case .transfersOfUser: transfersOfUser
        case .transfersOfAccount: transfersOfAccount
        case .consolesOfUser: consolesOfUser
        case .signInsFromNewPlaces: signInsFromNewPlaces
        case .evidenceOfUser: evidenceOfUser
        // These buckets limit audit rows, and are written directly with the time at which the next
        // row may follow.
        case .delayedSignIns, .toldRollbacks: nil
        }
    }
}
