/// One of the two sides of an account.
package enum Side: UInt8, CaseIterable, Hashable, Sendable {
    /// The left side: it increases assets and expenses.
    case debit = 1
    /// The right side: it increases liabilities, equity and income.
    case credit = 2

    /// The opposite of this side.
    package var opposite: Side { self == .debit ? .credit : .debit }
}
