import CoreVocabulary

extension LedgerState {
    /// Applies a plan to the state and adds the previous values to the undo log.
    mutating func carryOut(_ plan: TransferPlan, as record: TransferRecord) -> TransferMade {
        var plan = plan
        noteUndo(of: plan, appendedTransfer: true)
        let entries = record.transfer.kind.isBooked ? plan.makeEntries(for: record) : nil
        accounts[plan.debitIndex] = plan.debitAccount
        accounts[plan.creditIndex] = plan.creditAccount
        let resolution = plan.actedOnIndex.flatMap { mark($0, by: record) }
        insert(record)
        return TransferMade(
            record: record,
            entries: entries,
            resolution: resolution,
            debitAccount: plan.debitAccount,
            creditAccount: plan.creditAccount
        )
    }

    /// Adds to the undo log the current values of the rows that a plan changes.
    mutating func noteUndo(of plan: TransferPlan, appendedTransfer: Bool) {
        undoLog.append(
            UndoStep(
                debitIndex: plan.debitIndex,
                debitAccount: accounts[plan.debitIndex],
                creditIndex: plan.creditIndex,
                creditAccount: accounts[plan.creditIndex],
                markedIndex: plan.actedOnIndex,
                appendedTransfer: appendedTransfer
            )
        )
    }

    private mutating func mark(_ index: Int, by record: TransferRecord) -> PendingResolution? {
        let status: PendingStatus
        switch record.transfer.kind {
        case .direct, .pend:
            return nil
        case .reversal:
            invariant(transfers[index].reversedBy == nil, "a transfer is reversed at most once")
            transfers[index].reversedBy = record.transfer.id
            return nil
        case .post: status = .posted
        case .void: status = .voided
        }
        invariant(transfers[index].resolution == nil, "a pending transfer ends at most once")
        let resolution = PendingResolution(
            pendingID: transfers[index].transfer.id,
            status: status,
            resolvedBy: record.transfer.id,
            resolvedAt: record.bookedAt
        )
        transfers[index].resolution = resolution
        return resolution
    }
}

extension TransferPlan {
    /// Increments the version of both accounts and creates the two entries.
    mutating func makeEntries(for record: TransferRecord) -> EntryPair {
        debitAccount.version += 1
        creditAccount.version += 1
        return EntryPair(
            debit: Entry(record, on: debitAccount, side: .debit),
            credit: Entry(record, on: creditAccount, side: .credit)
        )
    }
}

extension Entry {
    /// Creates the entry of a booked transfer on an account, given the account after the transfer.
    init(_ record: TransferRecord, on account: Account, side: Side) {
        self.init(
            accountID: account.id,
            accountSequence: account.version,
            transferID: record.transfer.id,
            journalID: record.journalID,
            side: side,
            amount: record.transfer.amount,
            balanceAfter: account.booked,
            bookedAt: record.bookedAt,
            valueDate: record.transfer.valueDate
        )
    }
}
