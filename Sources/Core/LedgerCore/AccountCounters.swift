import CoreVocabulary

/// What has been moved on an account so far, in minor units; each counter is never negative.
public struct AccountCounters: Hashable, Sendable {
    /// Nothing moved yet.
    public static let zero = AccountCounters()

    /// Debits that are held and not yet decided.
    public internal(set) var debitsPending: Int64
    /// Debits that are booked.
    public internal(set) var debitsPosted: Int64
    /// Credits that are announced and not yet decided.
    public internal(set) var creditsPending: Int64
    /// Credits that are booked.
    public internal(set) var creditsPosted: Int64

    /// Makes counters of zero.
    public init() {
        debitsPending = 0
        debitsPosted = 0
        creditsPending = 0
        creditsPosted = 0
    }

    /// Makes counters that were stored; nil when one is negative or a side does not fit 64 bits.
    public init?(
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

    /// Whether no counter is negative and the two of each side fit 64 bits together.
    var isValid: Bool {
        guard debitsPending >= 0, debitsPosted >= 0 else { return false }
        guard creditsPending >= 0, creditsPosted >= 0 else { return false }
        return !debitsPending.addingReportingOverflow(debitsPosted).overflow
            && !creditsPending.addingReportingOverflow(creditsPosted).overflow
    }

    /// The pending counter of a side.
    func pending(_ side: Side) -> Int64 {
        side == .debit ? debitsPending : creditsPending
    }

    /// The posted counter of a side.
    func posted(_ side: Side) -> Int64 {
        side == .debit ? debitsPosted : creditsPosted
    }

    /// Adds to the pending counter of a side; negative releases.
    mutating func addPending(_ amount: Int64, on side: Side) {
        switch side {
        case .debit: debitsPending += amount
        case .credit: creditsPending += amount
        }
        invariant(pending(side) >= 0, "a pending counter is never negative")
    }

    /// Adds to the posted counter of a side.
    mutating func addPosted(_ amount: Int64, on side: Side) {
        invariant(amount > 0, "what is posted is above zero")
        switch side {
        case .debit: debitsPosted += amount
        case .credit: creditsPosted += amount
        }
    }
}
