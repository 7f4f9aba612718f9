import CoreVocabulary
import LedgerCore
import MoneyCore
import SyncCore

extension LedgerWriter {
    /// Writes the rows of an event, and records what its accounts held before it.
    mutating func write(
        _ event: LedgerEvent,
        _ narratives: [Narrative],
        _ heldBefore: inout [AccountID: Int64]
    ) throws {
        switch event {
        case .accountOpened, .accountClosed, .limitsChanged:
            invariantBroken("accounts are opened and changed by the bank's own use cases")
        case .transferMade(let made):
            try write(made, narratives[made.record.journalIndex], &heldBefore)
        case .pendingExpired(let expired):
            try store.insert(expired.resolution)
            note(expired.debitAccount, &heldBefore)
            note(expired.creditAccount, &heldBefore)
            try tellEnd(of: expired.resolution, expired.debitAccount, expired.creditAccount)
        case .journalDecided(let record):
            if !record.decision.isAccepted { try store.insert(refused: record) }
        }
    }

    private mutating func write(
        _ made: TransferMade,
        _ narrative: Narrative,
        _ heldBefore: inout [AccountID: Int64]
    ) throws {
        var record = made.record
        record.makerID = maker
        try store.insert(record)
        note(made.debitAccount, &heldBefore)
        note(made.creditAccount, &heldBefore)
        if let entries = made.entries {
            try write(entries.debit, made, shows: narrative.shownToDebtor, narrative.reference)
            try write(entries.credit, made, shows: narrative.shownToCreditor, narrative.reference)
        }
        if let resolution = made.resolution {
            try store.insert(resolution)
            try tellEnd(of: resolution, made.debitAccount, made.creditAccount)
        }
        if case .pend = made.record.transfer.kind {
            try tellHold(made, narrative)
        }
    }

    private mutating func write(
        _ entry: Entry,
        _ made: TransferMade,
        shows counterparty: String,
        _ reference: String
    ) throws {
        guard var stored = accounts[entry.accountID] else {
            invariantBroken("the account of an entry was loaded")
        }
        let signed = entry.signedMinorUnits(normalBalance: stored.account.normalBalance)
        let record = EntryRecord(
            accountID: entry.accountID,
            accountSequence: entry.accountSequence,
            journalID: entry.journalID,
            transferID: entry.transferID,
            amount: .init(minorUnits: signed, currency: entry.amount.currency),
            balanceAfterMinorUnits: entry.balanceAfter.minorUnits,
            bookedAt: entry.bookedAt,
            valueDate: entry.valueDate,
            code: made.record.transfer.code,
            counterparty: counterparty,
            reference: reference,
            isMadeByStaff: maker != nil
        )
        stored.head = try stored.head.extended(by: record)
        accounts[entry.accountID] = stored
        try store.insert(
            record,
            side: entry.side,
            chainHash: stored.head.hash,
            feedSequence: feed.next(),
            groupSequence: feed.groupSequence
        )
    }

    private mutating func note(_ account: Account, _ heldBefore: inout [AccountID: Int64]) {
        guard let before = accounts[account.id] else {
            invariantBroken("the accounts of a transfer were loaded")
        }
        if heldBefore[account.id] == nil {
            heldBefore[account.id] = before.account.held.minorUnits
        }
        accounts[account.id]?.account = account
        if isChanged.insert(account.id).inserted { changedAccounts.append(account.id) }
    }

    /// Writes a hold to the feed of the account whose balance it will reduce.
    private mutating func tellHold(_ made: TransferMade, _ narrative: Narrative) throws {
        let parties = [
            (made.debitAccount, Side.debit, narrative.shownToDebtor),
            (made.creditAccount, Side.credit, narrative.shownToCreditor),
        ]
        for (account, side, counterparty) in parties where account.normalBalance != side {
            let record = made.record
            let hold = HoldRecord(
                transferID: record.transfer.id,
                accountID: account.id,
                amount: record.transfer.amount,
                counterparty: counterparty,
                reference: narrative.reference,
                heldAt: record.bookedAt,
                expiresAt: record.transfer.kind.expiresAt,
                status: .pending
            )
            try store.insert(hold)
            try tell(.hold(hold), to: .account(account.id))
        }
    }

    private mutating func tellEnd(
        of resolution: PendingResolution,
        _ debitAccount: Account,
        _ creditAccount: Account
    ) throws {
        for id in [debitAccount.id, creditAccount.id] {
            guard let hold = try store.hold(resolution.pendingID, of: id) else { continue }
            try tell(.hold(hold.ended(resolution.status)), to: .account(id))
        }
    }
}

extension HoldRecord {
    /// Returns the hold with the status after its end.
    fileprivate func ended(_ status: PendingStatus) -> HoldRecord {
        let ended: Status =
            switch status {
            case .none, .pending: .pending
            case .posted: .posted
            case .voided: .voided
            case .expired: .expired
            }
        return HoldRecord(
            transferID: transferID,
            accountID: accountID,
            amount: amount,
            counterparty: counterparty,
            reference: reference,
            heldAt: heldAt,
            expiresAt: expiresAt,
            status: ended
        )
    }
}
