import CoreVocabulary

/// Totals of an account's debits and credits, in minor units; no counter is negative.
package struct AccountCounters: Hashable, Sendable {
    /// Counters that are all zero.
    package static let zero = AccountCounters()

    /// Total of debits held by open pending transfers.
    package internal(set) var debitsPending: Int64 = 0
    /// Total of booked debits.
    package internal(set) var debitsPosted: Int64 = 0
    /// Total of credits announced by open pending transfers.
    package internal(set) var creditsPending: Int64 = 0
    /// Total of booked credits.
    package internal(set) var creditsPosted: Int64 = 0

    private init() {}

    /// Restores stored counters; returns nil if one is negative or a side's sum exceeds 64 bits.
    package init?(
        debitsPending: Int64,
        debitsPosted: Int64,
        creditsPending: Int64,
        creditsPosted: Int64
    ) {
        self.debitsPending = debitsPending
        self.debitsPosted = debitsPosted
        self.creditsPending = creditsPending
        self.creditsPosted = creditsPosted
        guard isValid else { return nil }
    }

    /// True if no counter is negative and each side's sum fits in 64 bits.
    var isValid: Bool {
        guard debitsPending >= 0, debitsPosted >= 0 else { return false }
        guard creditsPending >= 0, creditsPosted >= 0 else { return false }
        return !debitsPending.addingReportingOverflow(debitsPosted).overflow
            && !creditsPending.addingReportingOverflow(creditsPosted).overflow
    }

    /// Returns the pending counter of a side.
    func pending(_ side: Side) -> Int64 {
        side == .debit ? debitsPending : creditsPending
    }

    /// Returns the posted counter of a side.
    func posted(_ side: Side) -> Int64 {
        side == .debit ? debitsPosted : creditsPosted
    }

    /// Adds an amount to the pending counter of a side; a negative amount releases a hold.
    mutating func addPending(_ amount: Int64, on side: Side) {
        switch side {
        case .debit: debitsPending += amount
        case .credit: creditsPending += amount
        }
        invariant(pending(side) >= 0, "a pending counter is never negative")
    }

    /// Adds an amount above zero to the posted counter of a side.
    mutating func addPosted(_ amount: Int64, on side: Side) {
        invariant(amount > 0, "what is posted is above zero")
        switch side {
        case .debit: debitsPosted += amount
        case .credit: creditsPosted += amount
        }
    }
}
