package import IdentityCore

/// Rate limit of each ``LimitKey/Budget``; a budget without one is not limited.
///
/// Source: OWASP ASVS 5.0 2.4.1 and 2.4.2 (separate budgets for expensive or dangerous requests).
package struct RateLimits: Hashable, Sendable {
    private var limits: [LimitKey.Budget: RateLimit]

    /// Limits of a bank in use.
    package static let standard = RateLimits([
        // A branch with two hundred consoles shares an address.
        .requestsOfAddress: RateLimit(burst: 6_000, perMinute: 60_000),
        .signInsOfAddress: RateLimit(burst: 120, perMinute: 120),
        .requestsOfUser: RateLimit(burst: 5_000, perMinute: 12_000),
        // It suffices for the first synchronisation of a million entries.
        .bulkReadsOfUser: RateLimit(burst: 2_000, perMinute: 3_000),
        // Transfers queued while the link was down arrive all at once.
        .transfersOfUser: RateLimit(burst: 1_000, perMinute: 120),
        .transfersOfAccount: RateLimit(burst: 1_000, perMinute: 600),
        .consolesOfUser: RateLimit(burst: 20, perMinute: 1),
        .signInsFromNewPlaces: newPlaces,
        .evidenceOfUser: evidence,
    ])
    /// Fifty sign-ins at once, and then four an hour.
    ///
    /// Somebody who knows the password guesses the code with a chance of three in a million
    /// (docs/decisions/0015-code-of-the-next-step.md).
    package static let newPlaces = RateLimit(burst: 50, everySeconds: 900)
    /// Thirty-two requests at once, and then as many a day.
    ///
    /// This makes a thousand entries at once, which is all that a console keeps of one account.
    package static let evidence = RateLimit(burst: 32, everySeconds: 2_700)
    /// No limits, for measurements and simulations in which one host stands for all.
    package static let unlimited = RateLimits([:])

    /// Creates a set of limits; a budget that is nil or not named has none.
    package init(_ limits: [LimitKey.Budget: RateLimit?]) {
        self.limits = limits.compactMapValues(\.self)
    }

    /// The limit of a budget; nil if it has none.
    ///
    /// Those of audit rows are never consulted.
    package subscript(budget: LimitKey.Budget) -> RateLimit? {
        get { limits[budget] }
        set { limits[budget] = newValue }
    }
}
