import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

extension MemoryTransaction {
    func insert(_ stored: StoredAccount) throws {
        try beginWrite()
        try checkUnique(place(of: stored.account.id) == nil, "An account is opened once.")
        let isNew = books.ledger.accountNumbers[Array(stored.profile.number.utf8)] == nil
        try checkUnique(isNew, "A number has one account.")
        perform(.accountOpened(try stored.moved(by: stored)))
    }

    func update(_ stored: StoredAccount) throws {
        try beginWrite()
        let place = try knownPlace(of: stored.account.id)
        let old = books.ledger.accounts[place]
        perform(.accountMoved(place: place, from: old, to: try old.moved(by: stored)))
    }

    func insert(_ record: TransferRecord) throws {
        try beginWrite()
        let transfer = record.transfer
        _ = try knownPlace(of: transfer.debitAccountID)
        _ = try knownPlace(of: transfer.creditAccountID)
        let isNew = books.ledger.transferPlaces[transfer.id] == nil
        try checkUnique(isNew, "A transfer is made once.")
        try checkUnique(!isTaken(record), "A place in a journal has one transfer.")
        try check(record.journalIndex >= 0, "A place in a journal is zero or more.")
        try check(transfer.amount.minorUnits > 0, "An amount is above zero.")
        try check(transfer.code > 0, "A reason code is not zero.")
        try check(
            transfer.debitAccountID != transfer.creditAccountID,
            "A transfer has two accounts."
        )
        if case .reversal(let reversed) = transfer.kind {
            let isFirst = books.ledger.reversals[reversed] == nil
            try checkUnique(isFirst, "A transfer is reversed once.")
        }
        perform(.transferMade(record))
    }

    func insert(_ resolution: PendingResolution) throws {
        try beginWrite()
        let isNew = books.ledger.resolutions[resolution.pendingID] == nil
        try checkUnique(isNew, "A pending transfer ends once.")
        let pending = try knownTransfer(resolution.pendingID)
        perform(.pendingResolved(resolution, due: books.ledger.due(pending)))
    }

    func insert(refused record: JournalRecord) throws {
        guard !record.decision.isAccepted else {
            invariantBroken("only a refused journal has a row of its own")
        }
        try beginWrite()
        let isNew = books.ledger.refusedJournals[record.journal.id] == nil
        try checkUnique(isNew, "A journal is refused once.")
        perform(.journalRefused(record))
    }

    func insert(narrativeDigest: Digest256, of id: JournalID) throws {
        try beginWrite()
        try checkUnique(books.ledger.narratives[id] == nil, "A journal has one narrative.")
        perform(.narrativeKept(id, narrativeDigest))
    }

    func insert(_ hold: HoldRecord) throws {
        try beginWrite()
        let account = try knownPlace(of: hold.accountID)
        let key = LedgerTables.HoldKey(transferID: hold.transferID, account: account)
        try checkUnique(books.ledger.holdPlaces[key] == nil, "A hold is told to an account once.")
        perform(.holdMade(hold, account: account))
    }

    func insert(
        _ entry: EntryRecord,
        side: Side,
        chainHash: Digest256,
        feedSequence: Int64,
        groupSequence: Int64
    ) throws {
        try beginWrite()
        let account = try knownPlace(of: entry.accountID)
        let made = try knownTransfer(entry.transferID)
        try checkNext(feedSequence)
        let last = Int64(books.ledger.entries[account].count)
        try check(entry.accountSequence, follows: last, "An account has no gaps.")
        let stored = LedgerTables.StoredEntry(
            record: entry.completed(
                from: made,
                isIncrease: side == books.ledger.accounts[account].account.normalBalance
            ),
            side: side,
            chainHash: chainHash,
            feedSequence: feedSequence,
            groupSequence: groupSequence
        )
        perform(.entryMade(stored, account: account))
    }

    /// Returns true if another transfer has the same place in its journal.
    private func isTaken(_ record: TransferRecord) -> Bool {
        guard let places = books.ledger.journals[record.journalID] else { return false }
        return places.contains {
            books.ledger.transfers[$0].journalIndex == record.journalIndex
        }
    }

    private func knownTransfer(_ id: TransferID) throws -> TransferRecord {
        let place = books.ledger.transferPlaces[id]
        return books.ledger.transfers[try known(place, "A row names a transfer that is not there.")]
    }
}

extension StoredAccount {
    /// Returns this account with its changeable fields taken from another value.
    ///
    /// Identity, currency, normal balance, opening time and profile stay as they are.
    fileprivate func moved(by new: StoredAccount) throws -> StoredAccount {
        let account = Account(
            id: account.id,
            currency: account.currency,
            normalBalance: account.normalBalance,
            openedAt: account.openedAt,
            limits: new.account.limits,
            isClosed: new.account.isClosed,
            counters: new.account.counters,
            version: new.account.version
        )
        guard let account else {
            throw MemoryStoreError(.valueInvalid, "A version is zero or more.")
        }
        return StoredAccount(
            account: account,
            profile: profile,
            head: ChainHead(
                accountID: account.id,
                accountSequence: account.version,
                balanceMinorUnits: account.booked.minorUnits,
                hash: new.head.hash
            )
        )
    }
}

extension EntryRecord {
    /// Returns the entry with the fields of its transfer that both sides share.
    fileprivate func completed(from made: TransferRecord, isIncrease: Bool) -> EntryRecord {
        let minorUnits = made.transfer.amount.minorUnits
        return EntryRecord(
            accountID: accountID,
            accountSequence: accountSequence,
            journalID: made.journalID,
            transferID: transferID,
            amount: Money(
                minorUnits: isIncrease ? minorUnits : -minorUnits,
                currency: made.transfer.amount.currency
            ),
            balanceAfterMinorUnits: balanceAfterMinorUnits,
            bookedAt: made.bookedAt,
            valueDate: made.transfer.valueDate,
            code: made.transfer.code,
            counterparty: counterparty,
            reference: reference,
            isMadeByStaff: made.makerID != nil
        )
    }
}
