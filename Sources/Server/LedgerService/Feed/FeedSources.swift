import CoreVocabulary
import SyncCore

/// Sources of a user's feed, opened only as far as the requested rows need.
///
/// A user has up to three sources for each account. For a few accounts, all are opened at once. For
/// many accounts, the feed itself is scanned forwards for accounts with rows, until there are
/// enough rows or the scan limit of one answer is reached. Only the sources of those accounts are
/// opened.
struct FeedSources {
    private let view: SyncView
    private let start: Int64
    /// Number of rows and grants to search for: one more than requested, to detect the end.
    private let searchCount: Int
    private var merge: FeedMerge<Int64>
    private var scannedCount: Int64 = 0
    /// Grants of the accounts whose sources are open.
    private(set) var grants: [AccountID: AccessGrant] = [:]
    /// Feed number up to which all rows of the user come from open sources.
    private(set) var horizon: Int64

    /// Opens the sources of the changes after a feed number, for a number of requested rows.
    init(_ view: SyncView, after start: Int64, limit: Int) throws {
        self.view = view
        self.start = start
        searchCount = limit + 1
        merge = FeedMerge(view.reader, by: \.feedSequence)
        try merge.add(FeedSource(.changes(.user(view.userID)), after: start, view.limits))
        // If there are more accounts than feed numbers, scanning the feed is cheaper.
        let most = Int(min(view.head - start, Int64(view.limits.feedAccountCount)))
        let few = try view.reader.grants(of: view.userID, givenAfter: 0, limit: most + 1)
        guard few.count > most else {
            horizon = view.head
            for grant in few { try open(grant) }
            return
        }
        // The feed has no change of an account before the grant that shows it.
        horizon = max(start, (few.first?.baseSequence ?? view.head) - 1)
        try openBegunHistory()
    }

    /// Returns the user's next row; nil at the head of the feed or at the scan limit.
    ///
    /// The end of an answer never splits rows that were committed together.
    mutating func next() throws -> FeedRow? {
        while true {
            if let row = merge.first, row.feedSequence <= horizon { return row }
            guard horizon < view.head else { return nil }
            if isSpent {
                guard try isInsideGroup(horizon) else { return nil }
                try extend(by: view.limits.firstRowCount)
            } else {
                try extend(by: view.limits.feedScanCount)
            }
        }
    }

    /// Removes the row that was last returned by `next()`.
    mutating func removeFirst() throws { try merge.removeFirst() }

    private var isSpent: Bool { scannedCount >= view.limits.feedScanCount }

    /// Returns true if the change with the number and the next one were committed together.
    private func isInsideGroup(_ number: Int64) throws -> Bool {
        guard let group = try view.reader.groupSequence(after: number) else { return false }
        return group <= number
    }

    /// Advances the horizon by at most `count` numbers and opens the accounts that have rows there.
    private mutating func extend(by count: Int) throws {
        var end = min(view.head, horizon + Int64(count))
        let (reader, userID) = (view.reader, view.userID)
        let given = try reader.grants(of: userID, givenAfter: horizon, limit: searchCount)
        if given.count == searchCount, let last = given.last { end = min(end, last.baseSequence) }
        let news = try reader.grantsWithNews(
            of: userID,
            after: horizon,
            upTo: end,
            limit: searchCount
        )
        if news.count == searchCount, let last = news.last { end = min(end, last.feedSequence) }
        scannedCount += end - horizon
        horizon = end
        for grant in given where grant.baseSequence <= end {
            try open(grant)
            // The feed numbers of a backfilled history belong to this user alone.
            horizon = max(horizon, grant.lastBackfillSequence)
        }
        for found in news where found.feedSequence <= end { try open(found.grant) }
    }

    /// Opens the account whose history, of consecutive numbers, was sent in part before the start.
    private mutating func openBegunHistory() throws {
        guard start < view.head else { return }
        let base = try view.reader.scopeVersion(of: view.userID, upTo: start)
        guard base > 0 else { return }
        let rows = try view.reader.changes(in: .user(view.userID), after: base - 1, limit: 1)
        guard case .account(let record) = rows.first?.change,
            let grant = try view.reader.grant(of: view.userID, for: record.accountID),
            grant.baseSequence == base, grant.lastBackfillSequence > start
        else { return }
        try open(grant)
        horizon = max(horizon, grant.lastBackfillSequence)
    }

    private mutating func open(_ grant: AccessGrant) throws {
        let id = grant.accountID
        guard grants.updateValue(grant, forKey: id) == nil else { return }
        let limits = view.limits
        let live = max(start, grant.lastBackfillSequence)
        try merge.add(FeedSource(.entries(id), after: live, limits))
        try merge.add(FeedSource(.changes(.account(id)), after: live, limits))
        if start < grant.lastBackfillSequence {
            let position = max(start, grant.baseSequence)
            try merge.add(FeedSource(.history(grant), after: position, limits))
        }
    }
}
