package import CoreVocabulary
package import MoneyCore

/// Degree to which a figure may be trusted now.
///
/// No balance is printed without its freshness.
package enum Freshness: Hashable, Sendable {
    /// The bank confirmed the figure within the heartbeat limit, and nothing newer is known.
    case live(asOf: Instant)
    /// The figure was right at that time; later changes are not known.
    case cached(asOf: Instant)
    /// The local record contradicts itself or the bank, so the figure must not be relied on.
    case unverified
}

/// Balance figures of one account, together with their freshness.
package struct AgedBalance: Hashable, Sendable {
    /// The balance booked by the ledger.
    package let booked: Money
    /// Money set aside for pending debits, zero or more.
    package let held: Money
    /// Overdraft limit: how far the booked balance may go below zero, zero or more.
    package let overdraft: Money
    /// Minimum balance, zero or more; an account has a minimum balance or an overdraft, not both.
    package let minimumBalance: Money
    /// Money that can be spent: booked less held, plus the overdraft or less the minimum balance; zero
    /// for a closed account.
    package let available: Money
    /// True if the account takes no more entries.
    ///
    /// A closed account has no overdraft and no minimum balance, and none of its money can be
    /// spent, whatever limits it was opened with. The booked balance stays as it is.
    package let isClosed: Bool
    /// Freshness of all these figures.
    package let freshness: Freshness

    /// Computes the figures of an account from amounts in minor units.
    ///
    /// An amount that does not fit in 64 bits is clamped to the nearest one that does, as at the
    /// bank. One account with a very low limit must not keep all others from being shown.
    package init(
        bookedMinorUnits: Int64,
        heldMinorUnits: Int64,
        minimumBalanceMinorUnits: Int64,
        isClosed: Bool = false,
        currency: Currency,
        freshness: Freshness
    ) {
        let lowest = isClosed ? 0 : minimumBalanceMinorUnits
        booked = Money(minorUnits: bookedMinorUnits, currency: currency)
        held = Money(minorUnits: heldMinorUnits, currency: currency)
        overdraft = Money.zero(currency).available(
            heldMinorUnits: 0,
            lowestBalanceMinorUnits: min(0, lowest)
        )
        minimumBalance = Money(minorUnits: max(0, lowest), currency: currency)
        let left = booked.available(
            heldMinorUnits: heldMinorUnits,
            lowestBalanceMinorUnits: lowest
        )
        available = isClosed ? .zero(currency) : left
        self.isClosed = isClosed
        self.freshness = freshness
    }

    /// Computes the figures of an account from its record and the balance after its last entry.
    package init(of record: AccountRecord, bookedMinorUnits: Int64, freshness: Freshness) {
        self.init(
            bookedMinorUnits: bookedMinorUnits,
            heldMinorUnits: record.heldMinorUnits,
            minimumBalanceMinorUnits: record.minimumBalanceMinorUnits,
            isClosed: record.isClosed,
            currency: record.currency,
            freshness: freshness
        )
    }
}
