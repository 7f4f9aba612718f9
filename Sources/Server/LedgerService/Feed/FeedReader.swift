import CoreVocabulary
import SyncCore
import WireProtocol

/// Reads one user's part of the feed: what is theirs, and what belongs to accounts they may see.
///
/// Each account is an ordered stream of its own, so a user's read touches nobody else's rows; for a
/// user with many accounts ``FeedSources`` finds those that have the next rows.
struct FeedReader {
    private let view: SyncView
    private let start: Int64
    /// The cursor of the start, if there was one.
    private let after: Cursor?

    /// Makes a reader of what came after a cursor.
    ///
    /// - Throws: ``RequestRefused`` for a cursor that is not the user's, or ahead of the books.
    init(_ view: SyncView, after cursor: Cursor?) throws {
        self.view = view
        switch try view.position(of: cursor) {
        case .beginning, .otherEpoch: (start, after) = (0, nil)
        case .at(let sequence): (start, after) = (sequence, cursor)
        // Served from somewhere else it would be a loss that nobody is told of.
        case .ahead: throw RequestRefused(.cursorInvalid)
        }
    }

    /// The changes, as many as a limit allows and the last journal needs.
    ///
    /// A user with many accounts may be told of fewer, or of none, before the head of the feed: one
    /// answer looks only so far for what is theirs.
    ///
    /// - Parameter limit: The most changes, 1 or more; what was committed together stays together
    ///   even beyond it.
    /// - Returns: The changes, and where they end.
    /// - Throws: What the store throws.
    /// - Complexity: That of the limit and of ``SyncLimits/feedAccountCount`` and
    ///   ``SyncLimits/feedScanCount``, however many accounts the user has.
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
            try sources.takeFirst()
            last = row
            if let change = try shown(row, sources.grants) { changes.append(change) }
        }
        let end = sources.horizon
        let cursor = end < view.head ? try view.cursor(at: end) : head
        return FeedBatch(changes: changes, after: after, cursor: cursor, head: head)
    }

    /// The change as this user is told of it; nil when it is about an access that is over.
    private func shown(
        _ row: FeedRow,
        _ grants: [AccountID: AccessGrant]
    ) throws -> FeedChange? {
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

    /// The grant of an account; what is told to the user alone may be about one without news.
    private func grant(
        of accountID: AccountID,
        _ grants: [AccountID: AccessGrant]
    ) throws -> AccessGrant? {
        if let grant = grants[accountID] { return grant }
        return try view.reader.grant(of: view.userID, for: accountID)
    }
}
