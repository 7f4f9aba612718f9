import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import SyncCore

extension MemoryReader {
    func account(_ id: AccountID) throws -> StoredAccount? {
        place(of: id).map { books.ledger.accounts[$0] }
    }

    func account(number: String) throws -> AccountID? {
        books.ledger.accountNumbers[Array(number.utf8)]
    }

    func accounts() throws -> [StoredAccount] { books.ledger.accounts }

    func transfer(_ id: TransferID) throws -> TransferRecord? {
        books.ledger.transferPlaces[id].map { books.ledger.marked(books.ledger.transfers[$0]) }
    }

    func journal(_ id: JournalID) throws -> JournalRecord? {
        guard let places = books.ledger.journals[id], let first = places.first else {
            return books.ledger.refusedJournals[id]
        }
        return JournalRecord(
            journal: Journal(id: id, transfers: places.map { books.ledger.transfers[$0].transfer }),
            decision: Decision(decidedAt: books.ledger.transfers[first].bookedAt)
        )
    }

    func latestBookedAt() throws -> Instant { books.ledger.latestBookings.last ?? .epoch }

    func narrativeDigest(of id: JournalID) throws -> Digest256? { books.ledger.narratives[id] }

    func duePendings(at instant: Instant, limit: Int) throws -> [DuePending] {
        let holds = books.ledger.dueHolds
        let dueCount = holds.partitionPlace { $0.expiresAt <= instant }
        return holds[..<dueCount].prefix(limit < 0 ? dueCount : limit).compactMap { due in
            guard let place = books.ledger.transferPlaces[due.transferID] else { return nil }
            let transfer = books.ledger.transfers[place].transfer
            return DuePending(
                pendingID: transfer.id,
                debitAccountID: transfer.debitAccountID,
                creditAccountID: transfer.creditAccountID
            )
        }
    }

    func hold(_ transferID: TransferID, of accountID: AccountID) throws -> HoldRecord? {
        guard let account = place(of: accountID) else { return nil }
        let key = LedgerTables.HoldKey(transferID: transferID, account: account)
        return books.ledger.holdPlaces[key].map { books.ledger.holds[account][$0] }
    }

    func pendingHolds(of accountID: AccountID) throws -> [HoldRecord] {
        guard let account = place(of: accountID) else { return [] }
        return books.ledger.holds[account].filter {
            books.ledger.resolutions[$0.transferID] == nil
        }
    }
}
