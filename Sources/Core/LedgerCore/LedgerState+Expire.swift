import CoreVocabulary
import MoneyCore

extension LedgerState {
    /// Expires pending transfers that are due: all that are named, or none.
    mutating func expire(_ pendings: [DuePending], at instant: Instant) -> Outcome {
        invariant(undoLog.isEmpty, "the undo log is empty between commands")
        var events: [LedgerEvent] = []
        events.reserveCapacity(pendings.count)
        for (index, due) in pendings.enumerated() {
            switch judge(due, at: instant) {
            case .refused(let rejection):
                rollBack()
                return .rejected(Refusal(rejection, at: index), [])
            case .allowed(let plan):
                events.append(.pendingExpired(carryOut(plan, due)))
            }
        }
        undoLog.removeAll(keepingCapacity: true)
        return .accepted(events)
    }

    private func judge(_ due: DuePending, at instant: Instant) -> TransferVerdict {
        guard let debitIndex = accountIndex[due.debitAccountID] else {
            return .refused(.debitAccountNotFound)
        }
        guard let creditIndex = accountIndex[due.creditAccountID] else {
            return .refused(.creditAccountNotFound)
        }
        guard let index = transferIndex[due.pendingID] else {
            return .refused(.pendingTransferNotFound)
        }
        let record = transfers[index]
        if let rejection = due.rejection(of: record, at: instant) { return .refused(rejection) }
        var plan = TransferPlan(
            debitIndex: debitIndex,
            creditIndex: creditIndex,
            actedOnIndex: index,
            debitAccount: accounts[debitIndex],
            creditAccount: accounts[creditIndex]
        )
        plan.release(record.transfer.amount.minorUnits)
        return .allowed(plan)
    }

    private mutating func carryOut(_ plan: TransferPlan, _ due: DuePending) -> PendingExpired {
        noteUndo(of: plan, appendedTransfer: false)
        let made = PendingResolution(
            pendingID: due.pendingID,
            status: .expired,
            resolvedBy: nil,
            resolvedAt: latestBookedAt
        )
        guard let index = plan.actedOnIndex, let resolution = made else {
            invariantBroken("an expiry was judged together with its pending transfer")
        }
        transfers[index].resolution = resolution
        accounts[plan.debitIndex] = plan.debitAccount
        accounts[plan.creditIndex] = plan.creditAccount
        return PendingExpired(
            resolution: resolution,
            debitAccount: plan.debitAccount,
            creditAccount: plan.creditAccount
        )
    }
}

extension DuePending {
    /// Returns the first rule that this expiry breaks; nil if there is none.
    func rejection(of record: TransferRecord, at instant: Instant) -> Rejection? {
        record.mismatch(debit: debitAccountID, credit: creditAccountID) ?? record.endRejection
            ?? (record.isDue(at: instant) ? nil : .pendingTransferIsNotDue)
    }
}
