import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import SyncCore

/// Rows for the check of the books; a place in a table that is damaged counts as missing.
extension MemoryBooks: BooksReading {
    /// Returns the first fault, in the order of the checks.
    func firstFinding(_ depth: BooksCheckDepth) -> CheckFinding? {
        do {
            return try BooksCheck(self).firstFinding(depth)
        } catch {
            invariantBroken("reading from memory does not fail")
        }
    }

    func accountPage(after number: Int64, limit: Int) -> [(number: Int64, account: StoredAccount)] {
        let end = min(ledger.accounts.count, Int(number) + limit)
        return (Int(number)..<end).map { (number: Int64($0) + 1, account: ledger.accounts[$0]) }
    }

    func chainPage(of accountID: AccountID, after sequence: Int64, limit: Int) -> [ChainedEntry] {
        entries(of: accountID).dropFirst(Int(sequence)).prefix(limit).map(\.chained)
    }

    func lastChainedEntry(_ number: Int64, of accountID: AccountID) -> ChainedEntry? {
        ledger.entries[Int(number) - 1].last?.chained
    }

    func firstTransfer<Found>(_ body: (Int64, TransferRecord) throws -> Found?) rethrows -> Found? {
        for (place, record) in ledger.transfers.enumerated() {
            if let found = try body(Int64(place) + 1, ledger.marked(record)) { return found }
        }
        return nil
    }

    func bookedTransferCount() -> Int64 {
        Int64(ledger.transfers.count(where: \.transfer.kind.isBooked))
    }

    func firstBookedEntry<Found>(_ body: (BookedEntry) throws -> Found?) rethrows -> Found? {
        for slot in feed.slots {
            guard case .entry(let account, let index) = slot.place else { continue }
            let entry = ledger.entries[account][index]
            let booking = booking(entry.record.transferID)
            let row: BookedEntry = (
                feedSequence: slot.sequence, side: entry.side, account: Int64(account),
                booking: booking
            )
            if let found = try body(row) { return found }
        }
        return nil
    }

    func expiringHolds() -> [ExpiringHold] { ledger.dueHolds }

    func firstFeedNumber<Found>(_ body: (FeedNumber) throws -> Found?) rethrows -> Found? {
        for slot in feed.slots {
            let number: FeedNumber = (
                sequence: slot.sequence, backfillCount: slot.backfillCount,
                groupSequence: slot.groupSequence
            )
            if let found = try body(number) { return found }
        }
        return nil
    }

    func feedHead() -> Int64 { feed.head }

    func firstAuditRow<Found>(_ body: (AuditRow, Digest256) throws -> Found?) rethrows -> Found? {
        for line in people.audit {
            if let found = try body(line.row, line.hash) { return found }
        }
        return nil
    }

    private func entries(of accountID: AccountID) -> [LedgerTables.StoredEntry] {
        ledger.accountPlaces[accountID].map { ledger.entries[$0] } ?? []
    }

    private func booking(_ id: TransferID) -> EntryBooking? {
        guard let place = ledger.transferPlaces[id], ledger.transfers.indices.contains(place),
            ledger.transfers[place].transfer.id == id
        else { return nil }
        let transfer = ledger.transfers[place].transfer
        guard let debit = ledger.accountPlaces[transfer.debitAccountID],
            let credit = ledger.accountPlaces[transfer.creditAccountID]
        else { return nil }
        return (
            number: Int64(place) + 1,
            isBooked: transfer.kind.isBooked,
            debit: Int64(debit),
            credit: Int64(credit)
        )
    }
}

extension LedgerTables.StoredEntry {
    /// The entry as the check of the books reads it.
    fileprivate var chained: ChainedEntry {
        (entry: record, feedSequence: feedSequence, chainHash: chainHash)
    }
}
