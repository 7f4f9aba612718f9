/// What an account's balance may not cross, counting its open holds as if they were posted.
///
/// Source: docs/LEDGER_RULES.md, "Limits".
public struct AccountLimits: Hashable, Sendable {
    /// No limit at all.
    public static let none = AccountLimits()

    /// Whether pending and posted debits together stay at or below posted credits.
    public var debitsMustNotExceedCredits: Bool
    /// Whether pending and posted credits together stay at or below posted debits.
    public var creditsMustNotExceedDebits: Bool
    /// The lowest balance in minor units, counted on the normal side; nil for none.
    ///
    /// Negative is an overdraft.
    public var minimumBalance: Int64?
    /// The highest balance in minor units, counted on the normal side; nil for none.
    public var maximumBalance: Int64?

    /// Makes limits; what is not named is not limited.
    public init(
        debitsMustNotExceedCredits: Bool = false,
        creditsMustNotExceedDebits: Bool = false,
        minimumBalance: Int64? = nil,
        maximumBalance: Int64? = nil
    ) {
        self.debitsMustNotExceedCredits = debitsMustNotExceedCredits
        self.creditsMustNotExceedDebits = creditsMustNotExceedDebits
        self.minimumBalance = minimumBalance
        self.maximumBalance = maximumBalance
    }
}
