import CoreVocabulary
import LedgerService
import SyncCore

extension MemoryReader {
    func epoch() throws -> UInt64 {
        books.epoch
    }

    func feedHead() throws -> Int64 {
        books.feed.head
    }

    func grants(of userID: UserID) throws -> [AccessGrant] {
        (books.feed.grants[userID] ?? []).compactMap { line in
            line.grants.last.flatMap { $0.access == nil ? nil : $0 }
        }
    }

    func grant(of userID: UserID, for accountID: AccountID) throws -> AccessGrant? {
        guard let account = place(of: accountID),
            let last = books.feed.grants(of: userID, account: account).last
        else { return nil }
        return last.access == nil ? nil : last
    }

    func payee(of userID: UserID, with accountID: AccountID) throws -> PayeeRecord? {
        guard let account = place(of: accountID) else { return nil }
        let key = FeedTables.PayeeKey(userID: userID, account: account)
        return books.feed.payees[key]?.last?.record
    }

    func entries(
        of accountID: AccountID,
        _ order: EntryOrder,
        limit: Int
    ) throws -> [FeedRow] {
        let entries = books.ledger.entries[try knownPlace(of: accountID)]
        let start =
            switch order {
            case .afterFeedSequence(let sequence):
                entries.partitionPlace { $0.feedSequence <= sequence }
            case .afterAccountSequence(let sequence):
                entries.partitionPlace { $0.record.accountSequence <= sequence }
            }
        return entries.page(from: start, limit: limit).map { entry in
            FeedRow(
                feedSequence: entry.feedSequence,
                groupSequence: entry.groupSequence,
                change: .entry(entry.record)
            )
        }
    }

    func changes(
        in scope: FeedRow.Scope,
        after sequence: Int64,
        limit: Int
    ) throws -> [FeedRow] {
        let rows =
            switch scope {
            case .account(let id): books.feed.accountChanges[try knownPlace(of: id)]
            case .user(let id): books.feed.userChanges[id] ?? []
            }
        let start = rows.partitionPlace { $0.feedSequence <= sequence }
        return Array(rows.page(from: start, limit: limit))
    }
}
