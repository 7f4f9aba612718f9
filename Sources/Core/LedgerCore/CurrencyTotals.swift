import CoreVocabulary
package import MoneyCore

/// Totals of debits minus credits in each currency, which are all zero in balanced books.
package struct CurrencyTotals: Sendable {
    private struct Line {
        let currency: Currency
        var posted: Int128 = 0
        var pending: Int128 = 0
    }

    // An array suffices for the few currencies, and is fast enough to run after every commit of a
    // simulation.
    private var lines: [Line] = []

    /// Creates totals of no accounts.
    package init() {}

    /// Adds the counters of an account.
    package mutating func add(_ account: Account) {
        let index = lines.firstIndex { $0.currency == account.currency } ?? lines.count
        if index == lines.count { lines.append(Line(currency: account.currency)) }
        let counters = account.counters
        lines[index].posted += Int128(counters.debitsPosted) - Int128(counters.creditsPosted)
        lines[index].pending += Int128(counters.debitsPending) - Int128(counters.creditsPending)
    }

    /// Violations in the order in which the currencies were first added.
    package var violations: [LedgerViolation] {
        lines.flatMap { line -> [LedgerViolation] in
            (line.posted == 0 ? [] : [.postedIsUnbalanced(line.currency)])
                + (line.pending == 0 ? [] : [.pendingIsUnbalanced(line.currency)])
        }
    }

    /// First currency by its code whose posted debits and credits differ.
    package var unbalancedCurrency: Currency? {
        lines.lazy.filter { $0.posted != 0 }.map(\.currency).min()
    }
}
