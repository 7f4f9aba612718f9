/// Limits on an account's balance, with open holds counted as if they were posted.
///
/// Source: docs/LEDGER_RULES.md, "Limits".
package struct AccountLimits: Hashable, Sendable {
    /// No limits on the balance.
    package static let none = AccountLimits()

    /// True if pending and posted debits together may not exceed posted credits.
    package var debitsMustNotExceedCredits: Bool
    /// True if pending and posted credits together may not exceed posted debits.
    package var creditsMustNotExceedDebits: Bool
    /// Lowest balance in minor units, counted on the normal side; nil for no minimum.
    ///
    /// A negative minimum is an overdraft.
    package var minimumBalance: Int64?
    /// Highest balance in minor units, counted on the normal side; nil for no maximum.
    package var maximumBalance: Int64?

    /// Creates limits; a parameter left out sets no limit.
    package init(
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
