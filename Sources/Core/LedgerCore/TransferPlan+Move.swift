import CoreVocabulary
import MoneyCore

extension TransferPlan {
    /// Moves the amount on both accounts of the plan, or returns the first rule that forbids it.
    ///
    /// A post or void comes with the pending transfer that it acts on.
    mutating func move(_ transfer: Transfer, actedOn: TransferRecord?) -> Rejection? {
        let amount = transfer.amount.minorUnits
        switch transfer.kind {
        case .direct, .reversal:
            if let rejection = overflow(amount) { return rejection }
            debitAccount.counters.addPosted(amount, on: .debit)
            creditAccount.counters.addPosted(amount, on: .credit)
        case .pend:
            if let rejection = overflow(amount) { return rejection }
            debitAccount.counters.addPending(amount, on: .debit)
            creditAccount.counters.addPending(amount, on: .credit)
        case .post, .void:
            guard let held = actedOn?.transfer.amount.minorUnits else {
                invariantBroken("a post or void was judged together with its pending transfer")
            }
            release(held)
            guard case .post = transfer.kind else { return nil }
            // The amount is at most what was held, and the hold was within the limits. No check can
            // fail here, so a granted hold can always be posted.
            invariant(amount <= held, "a post is at most the held amount")
            debitAccount.counters.addPosted(amount, on: .debit)
            creditAccount.counters.addPosted(amount, on: .credit)
            return nil
        }
        return limitRejection
    }

    /// Subtracts a held amount from the pending counters of both accounts.
    mutating func release(_ held: Int64) {
        debitAccount.counters.addPending(-held, on: .debit)
        creditAccount.counters.addPending(-held, on: .credit)
    }

    private func overflow(_ amount: Int64) -> Rejection? {
        if !debitAccount.counters.canAdd(amount, on: .debit) { return .debitsOverflow }
        return creditAccount.counters.canAdd(amount, on: .credit) ? nil : .creditsOverflow
    }

    private var limitRejection: Rejection? {
        let debit = debitAccount.brokenLimit(byMovementOn: .debit)
        let credit = creditAccount.brokenLimit(byMovementOn: .credit)
        return switch (debit, credit) {
        case (.otherSide, _): .debitsExceedCredits
        case (_, .otherSide): .creditsExceedDebits
        case (.minimum, _): .debitAccountBelowMinimum
        case (.maximum, _): .debitAccountAboveMaximum
        case (nil, .minimum): .creditAccountBelowMinimum
        case (nil, .maximum): .creditAccountAboveMaximum
        case (nil, nil): nil
        }
    }
}

extension AccountCounters {
    /// Returns true if the pending and posted sum of a side plus the amount fits in 64 bits.
    func canAdd(_ amount: Int64, on side: Side) -> Bool {
        !(pending(side) + posted(side)).addingReportingOverflow(amount).overflow
    }
}
