import CoreVocabulary
import SyncCore

/// The sources of a user's feed, opened only as far as the rows that are asked for.
///
/// A user has up to three sources for each account. For a few accounts all of them are opened at
/// once. Of many accounts, the feed itself says which have the next rows: it is read forwards, as
/// far as there are rows enough or as far as one answer may go, and the sources of those accounts
/// are opened that have rows there.
struct FeedSources {
    private let view: SyncView
    private let start: Int64
    /// Rows and grants looked for at a time.
    ///
    /// One more than was asked for, to see where the answer ends.
    private let searchCount: Int
    private var merge: FeedMerge<Int64>
    /// How many numbers of the feed were looked through for accounts with news.
    private var scannedCount: Int64 = 0
    /// The grants of the accounts whose sources are open.
    private(set) var grants: [AccountID: AccessGrant] = [:]
    /// The number up to which every row of the user comes from a source that is open.
    private(set) var horizon: Int64

    /// Opens the sources of what comes after a number of the feed.
    ///
    /// - Parameters:
    ///   - view: What the user may know.
    ///   - start: The number.
    ///   - limit: How many rows are asked for.
    /// - Throws: What the store throws.
    init(_ view: SyncView, after start: Int64, limit: Int) throws {
        self.view = view
        self.start = start
        searchCount = limit + 1
        merge = FeedMerge(view.reader)
        try merge.add(FeedStream(.user(view.userID), after: start, view.limits))
        // Of more accounts than there are numbers, the feed is the shorter way.
        let most = Int(min(view.head - start, Int64(view.limits.feedAccountCount)))
        let few = try view.reader.grants(of: view.userID, givenAfter: 0, limit: most + 1)
        guard few.count > most else {
            horizon = view.head
            for grant in few { try open(grant) }
            return
        }
        // Nothing is told of an account before the grant that shows it.
        horizon = max(start, (few.first?.baseSequence ?? view.head) - 1)
        try openBegunHistory()
    }

    /// The user's next row; nil at the head of the feed, or where one answer goes no further.
    ///
    /// What was committed together is never parted by the end of an answer.
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

    /// Takes the row that was last said to be the next.
    mutating func takeFirst() throws {
        try merge.takeFirst()
    }

    private var isSpent: Bool { scannedCount >= view.limits.feedScanCount }

    /// True if what has the number and what has the one after it were committed together.
    private func isInsideGroup(_ number: Int64) throws -> Bool {
        guard let group = try view.reader.groupSequence(after: number) else { return false }
        return group <= number
    }

    /// Moves the horizon on by at most `count` numbers and opens the accounts that have rows there.
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
            // The numbers of a history are nobody else's.
            horizon = max(horizon, grant.lastBackfillSequence)
        }
        for found in news where found.feedSequence <= end { try open(found.grant) }
    }

    /// Opens the account whose history was told in part before the start, if there is one.
    ///
    /// There is one at most: the numbers of a history come one after the other.
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
        try merge.add(FeedStream(.entries(id), after: live, limits))
        try merge.add(FeedStream(.account(id), after: live, limits))
        if start < grant.lastBackfillSequence {
            let position = max(start, grant.baseSequence)
            try merge.add(FeedStream(.history(grant), after: position, limits))
        }
    }
}
