import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore

extension MemoryReader {
    func epoch() throws -> UInt64 { books.epoch }

    func feedHead() throws -> Int64 { books.feed.head }

    func grants(of userID: UserID) throws -> [AccessGrant] {
        (books.feed.grants[userID] ?? []).compactMap { line in
            line.grants.last.flatMap { $0.access == nil ? nil : $0 }
        }
    }

    func grants(of userID: UserID, givenAfter sequence: Int64, limit: Int) throws -> [AccessGrant] {
        let given = try grants(of: userID).enumerated()
            .filter { $0.element.baseSequence > sequence }
            .sorted { ($0.element.baseSequence, $0.offset) < ($1.element.baseSequence, $1.offset) }
            .map(\.element)
        return Array(given.page(from: 0, limit: limit))
    }

    func grant(of userID: UserID, for accountID: AccountID) throws -> AccessGrant? {
        guard let account = place(of: accountID),
            let last = books.feed.grants(of: userID, account: account).last
        else { return nil }
        return last.access == nil ? nil : last
    }

    func grantsWithNews(
        of userID: UserID,
        after sequence: Int64,
        upTo last: Int64,
        limit: Int
    ) throws -> [(feedSequence: Int64, grant: AccessGrant)] {
        var found: [(feedSequence: Int64, grant: AccessGrant)] = []
        let start = books.feed.slots.partitionPlace { $0.sequence <= sequence }
        for slot in books.feed.slots[start...] {
            if slot.sequence > last || found.count >= limit { break }
            let place: Int
            switch slot.place {
            case .entry(let account, _), .change(let account): place = account
            case .ownChange: continue
            }
            guard let grant = books.feed.grants(of: userID, account: place).last,
                grant.access != nil, grant.lastBackfillSequence < slot.sequence
            else { continue }
            found.append((slot.sequence, grant))
        }
        return found
    }

    func groupSequence(after sequence: Int64) throws -> Int64? {
        let place = books.feed.slots.partitionPlace { $0.sequence <= sequence }
        return place < books.feed.slots.count ? books.feed.slots[place].groupSequence : nil
    }

    func accountsLost(
        by userID: UserID,
        since sequence: Int64,
        after last: AccountID?,
        limit: Int
    ) throws -> [AccountID] {
        let lost = (books.feed.grants[userID] ?? []).filter { line in
            guard let grant = line.grants.last else { return false }
            return grant.access == nil || grant.baseSequence > sequence
        }
        let accounts = lost.map { books.ledger.accounts[$0.account].account.id }.sorted()
        return Array(accounts.drop { id in last.map { id <= $0 } ?? false }.prefix(limit))
    }

    func payee(of userID: UserID, with accountID: AccountID) throws -> PayeeRecord? {
        guard let account = place(of: accountID) else { return nil }
        let key = FeedTables.PayeeKey(userID: userID, account: account)
        return books.feed.payees[key]?.last?.record
    }

    func payees(of userID: UserID, upTo sequence: Int64) throws -> [PayeeRecord] {
        let told = books.feed.payees.compactMap { key, lines -> PayeeRecord? in
            guard key.userID == userID else { return nil }
            return lines.last { $0.feedSequence <= sequence }?.record
        }
        return told.sorted { $0.accountID < $1.accountID }
    }

    func entries(of accountID: AccountID, _ order: EntryOrder, limit: Int) throws -> [FeedRow] {
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

    func changes(in scope: FeedRow.Scope, after sequence: Int64, limit: Int) throws -> [FeedRow] {
        let rows =
            switch scope {
            case .account(let id): books.feed.accountChanges[try knownPlace(of: id)]
            case .user(let id): books.feed.userChanges[id] ?? []
            }
        let start = rows.partitionPlace { $0.feedSequence <= sequence }
        return Array(rows.page(from: start, limit: limit))
    }
}
