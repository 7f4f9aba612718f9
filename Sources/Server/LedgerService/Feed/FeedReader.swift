import CoreVocabulary
import SyncCore
import WireProtocol

/// Reads one user's part of the feed: what is theirs, and what belongs to accounts they may see.
///
/// Each account is an ordered stream of its own, so a user's read touches nobody else's rows.
struct FeedReader {
    private let view: SyncView
    private let start: Int64
    /// The cursor of the start, if there was one.
    private let after: Cursor?
    /// The grants of accounts that may have news.
    private let grants: [AccountID: AccessGrant]

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
        grants = Dictionary(
            uniqueKeysWithValues: try Self.grants(view, after: start).map { ($0.accountID, $0) }
        )
    }

    /// The grants of accounts that may have something to tell.
    private static func grants(_ view: SyncView, after start: Int64) throws -> [AccessGrant] {
        let reader = view.reader
        // Who sees thousands of accounts and is nearly up to date reads of a few.
        guard view.head - start <= SyncView.newsRange, try view.isScopeSettled(at: start) else {
            return try reader.grants(of: view.userID)
        }
        return try reader.accountsWithNews(after: start, upTo: view.head).compactMap {
            try reader.grant(of: view.userID, for: $0)
        }
    }

    /// The changes, as many as a limit allows and the last journal needs.
    func batch(limit: Int) throws -> FeedBatch {
        let head = try view.cursor(at: view.head)
        var streams = streams()
        var changes: [FeedChange] = []
        var last: FeedRow?
        while let (index, row) = try earliest(&streams) {
            let isTogether = last?.groupSequence == row.groupSequence
            if changes.count >= limit, !isTogether {
                let cursor = try last.map { try view.cursor(at: $0.feedSequence) } ?? head
                return FeedBatch(changes: changes, after: after, cursor: cursor, head: head)
            }
            streams[index].takeFirst()
            last = row
            if let change = try shown(row) { changes.append(change) }
        }
        return FeedBatch(changes: changes, after: after, cursor: head, head: head)
    }

    private func streams() -> [FeedStream] {
        var streams = [FeedStream(.user(view.userID), after: start)]
        for id in grants.keys.sorted() {
            guard let grant = grants[id] else { continue }
            let live = max(start, grant.lastBackfillSequence)
            streams.append(FeedStream(.entries(id), after: live))
            streams.append(FeedStream(.account(id), after: live))
            if start < grant.lastBackfillSequence {
                let position = max(start, grant.baseSequence)
                streams.append(FeedStream(.history(grant), after: position))
            }
        }
        return streams
    }

    private func earliest(_ streams: inout [FeedStream]) throws -> (Int, FeedRow)? {
        var found: (Int, FeedRow)?
        for index in streams.indices {
            guard let row = try streams[index].peek(view.reader) else { continue }
            if row.feedSequence < found?.1.feedSequence ?? .max { found = (index, row) }
        }
        return found
    }

    /// The change as this user is told of it; nil when it is about an access that is over.
    private func shown(_ row: FeedRow) throws -> FeedChange? {
        switch row.change {
        case .account(let record):
            guard let grant = try grant(of: record.accountID), let access = grant.access,
                row.feedSequence >= grant.baseSequence
            else { return nil }
            return .account(record.shown(with: access))
        case .hold(let hold):
            guard let grant = try grant(of: hold.accountID),
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
    private func grant(of accountID: AccountID) throws -> AccessGrant? {
        if let grant = grants[accountID] { return grant }
        return try view.reader.grant(of: view.userID, for: accountID)
    }
}
