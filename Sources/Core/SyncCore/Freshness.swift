public import CoreVocabulary
public import MoneyCore

/// How much a figure may be believed now.
///
/// No balance is printed without one.
public enum Freshness: Hashable, Sendable {
    /// The bank confirmed it within the heartbeat's limit, and nothing newer is known to exist.
    case live(asOf: Instant)
    /// It was right at that time; what happened since is not known.
    case cached(asOf: Instant)
    /// The local record does not agree with itself or with the bank; it must not be relied on.
    case unverified
}

/// The figures of one account, which cannot be had without how fresh they are.
public struct AgedBalance: Hashable, Sendable {
    /// What the ledger has booked.
    public let booked: Money
    /// What is set aside for pending debits, zero or more.
    public let held: Money
    /// How far booked may go below zero, zero or more.
    public let overdraft: Money
    /// What has to stay in the account, zero or more; an account has this or an overdraft, not both.
    public let minimumBalance: Money
    /// The money that can be spent: booked less held, and the overdraft or less what has to stay; zero of a
    /// closed account.
    public let available: Money
    /// True if the account takes no more entries.
    ///
    /// Then it has no overdraft, nothing has to stay in it and nothing of it can be spent, whatever
    /// limits it was opened with. What is booked stays as it is.
    public let isClosed: Bool
    /// How much to believe them all.
    public let freshness: Freshness

    /// Makes the figures of an account, in minor units.
    ///
    /// What 64 bits do not hold is the nearest amount that they hold, as at the bank: one account with
    /// a very low limit must not keep all others from being shown.
    public init(
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
        available =
            isClosed
            ? Money.zero(currency)
            : booked.available(heldMinorUnits: heldMinorUnits, lowestBalanceMinorUnits: lowest)
        self.isClosed = isClosed
        self.freshness = freshness
    }

    /// Makes the figures of an account from what its holder is shown of it, so that none is left out.
    ///
    /// - Parameters:
    ///   - record: The account.
    ///   - bookedMinorUnits: The balance after its last entry.
    ///   - freshness: How much to believe them all.
    public init(of record: AccountRecord, bookedMinorUnits: Int64, freshness: Freshness) {
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
