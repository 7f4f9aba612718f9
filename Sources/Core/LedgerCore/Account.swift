public import CoreVocabulary
public import MoneyCore

/// An account: what it is, what limits it, and what has been moved on it so far.
public struct Account: Hashable, Sendable {
    /// Which account it is.
    public let id: AccountID
    /// The one currency it holds.
    public let currency: Currency
    /// The side on which it grows.
    public let normalBalance: Side
    /// When it was opened.
    public let openedAt: Instant
    /// What its balance may not cross.
    public internal(set) var limits: AccountLimits
    /// Whether it takes no more transfers; final.
    public internal(set) var isClosed: Bool
    /// What has been moved on it.
    public internal(set) var counters: AccountCounters
    /// The sequence of its last entry: 0 before the first, then 1, 2, 3 without a gap.
    ///
    /// Holds make no entry, so they change the counters and leave the version.
    public internal(set) var version: Int64

    /// Makes an account from what a store kept; nil when the version is negative.
    public init?(
        id: AccountID,
        currency: Currency,
        normalBalance: Side,
        openedAt: Instant,
        limits: AccountLimits = .none,
        isClosed: Bool = false,
        counters: AccountCounters = .zero,
        version: Int64 = 0
    ) {
        guard version >= 0 else { return nil }
        self.id = id
        self.currency = currency
        self.normalBalance = normalBalance
        self.openedAt = openedAt
        self.limits = limits
        self.isClosed = isClosed
        self.counters = counters
        self.version = version
    }

    /// Makes the account that a request to open one asks for.
    init(_ opening: AccountOpening, openedAt instant: Instant) {
        id = opening.id
        currency = opening.currency
        normalBalance = opening.normalBalance
        openedAt = instant
        limits = opening.limits
        isClosed = false
        counters = .zero
        version = 0
    }
}
