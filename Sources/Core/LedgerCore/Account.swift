package import CoreVocabulary
package import MoneyCore

/// A ledger account: its identity, its limits and its counters.
package struct Account: Hashable, Sendable {
    /// Identifier of the account, unique in the ledger.
    package let id: AccountID
    /// The only currency that the account holds.
    package let currency: Currency
    /// Side on which the account's balance increases.
    package let normalBalance: Side
    /// Time at which the account was opened.
    package let openedAt: Instant
    /// Limits on the account's balance.
    package internal(set) var limits: AccountLimits
    /// True if the account takes no more transfers; closing is final.
    package internal(set) var isClosed: Bool
    /// Totals of the debits and credits on the account.
    package internal(set) var counters: AccountCounters
    /// The sequence of its last entry: 0 before the first, then 1, 2, 3 without a gap.
    ///
    /// Holds make no entry, so they change the counters but not the version.
    package internal(set) var version: Int64

    /// Restores an account from stored values; returns nil if the version is negative.
    package init?(
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

    /// Creates the account that an opening request describes.
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
