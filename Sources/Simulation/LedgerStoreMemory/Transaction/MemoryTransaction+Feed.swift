import CoreVocabulary
import LedgerService
import SyncCore

extension MemoryTransaction {
    func insert(_ row: FeedRow, scope: FeedRow.Scope, backfillCount: Int64) throws {
        try beginWrite()
        let change: BooksChange
        switch scope {
        case .account(let id):
            let account = try knownPlace(of: id)
            change = .accountTold(row, account: account, backfillCount: backfillCount)
        case .user(let id):
            try checkUser(id)
            change = .userTold(row, id, backfillCount: backfillCount)
        }
        try checkNext(row.feedSequence)
        try check(backfillCount >= 0, "A history has no negative length.")
        perform(change)
    }

    func insert(_ grant: AccessGrant) throws {
        try beginWrite()
        let account = try knownPlace(of: grant.accountID)
        try checkUser(grant.userID)
        let isNew = books.feed.grants(of: grant.userID, account: account).allSatisfy {
            $0.feedSequence != grant.feedSequence
        }
        try checkUnique(isNew, "A grant has a number of its own.")
        try check(grant.backfillCount >= 0, "A history has no negative length.")
        perform(.accessGranted(grant, account: account))
    }

    func insert(_ payee: PayeeRecord, of userID: UserID, feedSequence: Int64) throws {
        try beginWrite()
        let account = try knownPlace(of: payee.accountID)
        try checkUser(userID)
        let key = FeedTables.PayeeKey(userID: userID, account: account)
        let isNew = (books.feed.payees[key] ?? []).allSatisfy { $0.feedSequence != feedSequence }
        try checkUnique(isNew, "A payee has a number of its own.")
        perform(.payeeSet(FeedTables.PayeeLine(feedSequence: feedSequence, record: payee), key))
    }
}
