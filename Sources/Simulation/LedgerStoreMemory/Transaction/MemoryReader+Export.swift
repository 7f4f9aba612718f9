import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore

extension MemoryReader {
    func exportedTransfers(
        _ filter: ExportFilter,
        after position: Int64,
        limit: Int
    ) throws -> [ExportedTransfer] {
        let numbers = try filter.accountID.map { id in
            let entries = books.ledger.entries[try knownPlace(of: id)]
            return entries.page(
                from: entries.partitionPlace { $0.feedSequence <= position },
                limit: -1
            ).map(\.feedSequence)
        }
        let slots = books.feed.slots
        let start = slots.partitionPlace { $0.sequence <= position }
        let places = numbers?.lazy.map { number in slots.partitionPlace { $0.sequence < number } }
        var found: [ExportedTransfer] = []
        for place in places.map(Array.init) ?? Array(start..<slots.count) {
            if limit >= 0, found.count >= limit { break }
            guard let exported = exportedTransfer(at: place, ofBothSides: numbers != nil),
                exported.bookedAt >= filter.bookedFrom ?? exported.bookedAt
            else { continue }
            if let before = filter.bookedBefore, exported.bookedAt >= before { continue }
            found.append(exported)
        }
        return found
    }

    /// Returns the transfer of the entry at an index of the feed; nil for another change.
    ///
    /// It also returns nil for a credit entry unless `ofBothSides` is true. The two entries of a
    /// transfer have consecutive numbers, the debit first.
    private func exportedTransfer(at place: Int, ofBothSides: Bool) -> ExportedTransfer? {
        guard let entry = entry(at: place), ofBothSides || entry.side == .debit else { return nil }
        let debitPlace = entry.side == .debit ? place : place - 1
        guard let debit = self.entry(at: debitPlace), let credit = self.entry(at: debitPlace + 1),
            let number = books.ledger.transferPlaces[entry.record.transferID]
        else { return nil }
        let transfer = books.ledger.transfers[number].transfer
        guard let debited = party(transfer.debitAccountID, debit),
            let credited = party(transfer.creditAccountID, credit)
        else { return nil }
        return ExportedTransfer(
            position: entry.feedSequence,
            journalID: entry.record.journalID,
            transferID: transfer.id,
            amount: transfer.amount,
            bookedAt: entry.record.bookedAt,
            valueDate: transfer.valueDate,
            code: transfer.code,
            reference: debit.record.reference,
            debit: debited,
            credit: credited
        )
    }

    private func entry(at place: Int) -> LedgerTables.StoredEntry? {
        guard books.feed.slots.indices.contains(place),
            case .entry(let account, let index) = books.feed.slots[place].place
        else { return nil }
        return books.ledger.entries[account][index]
    }

    private func party(
        _ id: AccountID,
        _ entry: LedgerTables.StoredEntry
    ) -> ExportedTransfer.Party? {
        guard let place = place(of: id) else { return nil }
        let stored = books.ledger.accounts[place]
        return ExportedTransfer.Party(
            accountID: id,
            number: stored.profile.number,
            holder: stored.profile.holder,
            product: stored.profile.product,
            normalBalance: stored.account.normalBalance,
            counterparty: entry.record.counterparty
        )
    }
}
