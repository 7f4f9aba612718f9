import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore

extension LedgerTables {
    /// Applies a change of these tables.
    mutating func apply(_ change: BooksChange) {
        switch change {
        case .accountOpened(let stored):
            accountPlaces[stored.account.id] = accounts.count
            accountNumbers[Array(stored.profile.number.utf8)] = stored.account.id
            accounts.append(stored)
            entries.append([])
            holds.append([])
        case .accountMoved(let place, _, let new): accounts[place] = new
        case .transferMade(let record):
            add(record)
            noteBooking(record.bookedAt)
        case .pendingResolved(let resolution, let due):
            resolutions[resolution.pendingID] = resolution
            if let due { dueHolds.remove(at: place(of: due)) }
            noteBooking(resolution.resolvedAt)
        case .journalRefused(let record):
            refusedJournals[record.journal.id] = record
            noteBooking(record.decision.decidedAt)
        case .narrativeKept(let id, let digest): narratives[id] = digest
        case .holdMade(let hold, let account):
            holdPlaces[HoldKey(transferID: hold.transferID, account: account)] =
                holds[account].count
            holds[account].append(hold)
        default: invariantBroken("a change is done to the tables that it is about")
        }
    }

    /// Undoes the last change of these tables.
    mutating func revert(_ change: BooksChange) {
        switch change {
        case .accountOpened(let stored):
            accountPlaces[stored.account.id] = nil
            accountNumbers[Array(stored.profile.number.utf8)] = nil
            accounts.removeLast()
            entries.removeLast()
            holds.removeLast()
        case .accountMoved(let place, let old, _): accounts[place] = old
        case .transferMade(let record):
            remove(record)
            latestBookings.removeLast()
        case .pendingResolved(let resolution, let due):
            resolutions[resolution.pendingID] = nil
            if let due { dueHolds.insert(due, at: place(of: due)) }
            latestBookings.removeLast()
        case .journalRefused(let record):
            refusedJournals[record.journal.id] = nil
            latestBookings.removeLast()
        case .narrativeKept(let id, _): narratives[id] = nil
        case .holdMade(let hold, let account):
            holdPlaces[HoldKey(transferID: hold.transferID, account: account)] = nil
            holds[account].removeLast()
        default: invariantBroken("a change is taken back from the tables that it is about")
        }
    }

    /// Returns the entry of a transfer in the list of due holds; nil if it never expires.
    func due(_ record: TransferRecord) -> ExpiringHold? {
        record.transfer.kind.expiresAt.map {
            ExpiringHold(expiresAt: $0, transferID: record.transfer.id)
        }
    }

    /// Returns a transfer as it was made, with its later resolution and reversal.
    func marked(_ made: TransferRecord) -> TransferRecord {
        TransferRecord(
            transfer: made.transfer,
            journalID: made.journalID,
            journalIndex: made.journalIndex,
            bookedAt: made.bookedAt,
            resolution: resolutions[made.transfer.id],
            reversedBy: reversals[made.transfer.id],
            makerID: made.makerID
        )
    }

    private mutating func noteBooking(_ instant: Instant) {
        latestBookings.append(max(latestBookings.last ?? .epoch, instant))
    }

    private mutating func add(_ record: TransferRecord) {
        let transfer = record.transfer
        let number = transfers.count
        transferPlaces[transfer.id] = number
        transfers.append(record)
        let before = journals[record.journalID, default: []].partitionPlace {
            transfers[$0].journalIndex < record.journalIndex
        }
        journals[record.journalID, default: []].insert(number, at: before)
        if case .reversal(let reversed) = transfer.kind { reversals[reversed] = transfer.id }
        if let due = due(record) { dueHolds.insert(due, at: place(of: due)) }
    }

    private mutating func remove(_ record: TransferRecord) {
        let transfer = record.transfer
        let number = transfers.count - 1
        if let due = due(record) { dueHolds.remove(at: place(of: due)) }
        if case .reversal(let reversed) = transfer.kind { reversals[reversed] = nil }
        if journals[record.journalID]?.count == 1 {
            journals[record.journalID] = nil
        } else {
            journals[record.journalID]?.removeAll { $0 == number }
        }
        transfers.removeLast()
        transferPlaces[transfer.id] = nil
    }

    private func place(of due: ExpiringHold) -> Int { dueHolds.partitionPlace { $0 < due } }
}
