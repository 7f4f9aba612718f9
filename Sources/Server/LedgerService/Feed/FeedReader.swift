import CoreVocabulary
import SyncCore
import WireProtocol

/// Reader of one user's part of the feed: their own changes and those of accounts they may see.
///
/// Each account is an ordered stream of its own, so a read does not touch rows of others. For a
/// user with many accounts, ``FeedSources`` finds the accounts that have the next rows.
struct FeedReader {
    private let view: SyncView
    private let start: Int64
    /// The cursor to start after; nil for the beginning.
    private let after: Cursor?

    /// Creates a reader after a cursor, which must be the user's and not ahead of the books.
    init(_ view: SyncView, after cursor: Cursor?) throws {
        self.view = view
        switch try view.position(of: cursor) {
        case .beginning, .otherEpoch: (start, after) = (0, nil)
        case .at(let sequence): (start, after) = (sequence, cursor)
        // Starting from another place would hide the loss of changes.
        case .ahead: throw RequestRefused(.cursorInvalid)
        }
    }

    /// Returns the next changes, up to a limit and the end of the last journal.
    ///
    /// A user with many accounts may receive fewer changes, or none, before the head of the feed,
    /// because one answer searches only a bounded part of it. Changes that were committed together
    /// are never split, even beyond the limit.
    ///
    /// - Complexity: Bounded by the limit, ``SyncLimits/feedAccountCount`` and
    ///   ``SyncLimits/feedScanCount``, regardless of the number of accounts.
    func batch(limit: Int) throws -> FeedBatch {
        let head = try view.cursor(at: view.head)
        var sources = try FeedSources(view, after: start, limit: limit)
        var changes: [FeedChange] = []
        var last: FeedRow?
        while let row = try sources.next() {
            let isTogether = last?.groupSequence == row.groupSequence
            if changes.count >= limit, !isTogether {
                let cursor = try last.map { try view.cursor(at: $0.feedSequence) } ?? head
                return FeedBatch(changes: changes, after: after, cursor: cursor, head: head)
            }
            try sources.removeFirst()
            last = row
            if let change = try shown(row, sources.grants) { changes.append(change) }
        }
        let end = sources.horizon
        let cursor = end < view.head ? try view.cursor(at: end) : head
        return FeedBatch(changes: changes, after: after, cursor: cursor, head: head)
    }

    /// Returns the change as this user may see it; nil if it concerns an access that was revoked.
    private func shown(_ row: FeedRow, _ grants: [AccountID: AccessGrant]) throws -> FeedChange? {
        switch row.change {
        case .account(let record):
            guard let grant = try grant(of: record.accountID, grants), let access = grant.access,
                row.feedSequence >= grant.baseSequence
            else { return nil }
            return .account(record.shown(with: access))
        case .hold(let hold):
            guard let grant = try grant(of: hold.accountID, grants),
                row.feedSequence >= grant.baseSequence
            else { return nil }
            return row.change
        case .payee(let payee):
            return .payee(try view.shown(payee))
        case .entry, .decision, .accessRevoked:
            return row.change
        }
    }

    /// Returns the grant of an account, from the store if its sources are not open.
    ///
    /// A change for the user alone may concern an account without other news.
    private func grant(
        of accountID: AccountID,
        _ grants: [AccountID: AccessGrant]
    ) throws -> AccessGrant? {
        if let grant = grants[accountID] { return grant }
        return try view.reader.grant(of: view.userID, for: accountID)
    }
}
