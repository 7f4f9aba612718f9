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
    /// What can be spent: booked less held, and the overdraft or less what has to stay.
    public let available: Money
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
        currency: Currency,
        freshness: Freshness
    ) {
        booked = Money(minorUnits: bookedMinorUnits, currency: currency)
        held = Money(minorUnits: heldMinorUnits, currency: currency)
        overdraft = Money.zero(currency).available(
            heldMinorUnits: 0,
            lowestBalanceMinorUnits: min(0, minimumBalanceMinorUnits)
        )
        minimumBalance = Money(minorUnits: max(0, minimumBalanceMinorUnits), currency: currency)
        available = booked.available(
            heldMinorUnits: heldMinorUnits,
            lowestBalanceMinorUnits: minimumBalanceMinorUnits
        )
        self.freshness = freshness
    }
}
