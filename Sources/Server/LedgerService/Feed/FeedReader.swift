import CoreVocabulary
import SyncCore

/// Reads one user's part of the feed: what is theirs, and what belongs to accounts they may see.
///
/// Each account is an ordered stream of its own, so a user's read touches nobody else's rows.
struct FeedReader {
    private let reader: any LedgerReading
    private let userID: UserID
    private let grants: [AccountID: AccessGrant]

    init(_ reader: any LedgerReading, of userID: UserID) throws {
        self.reader = reader
        self.userID = userID
        grants = Dictionary(
            uniqueKeysWithValues: try reader.grants(of: userID).map { ($0.accountID, $0) }
        )
    }

    /// The changes after a cursor, as many as a limit allows and the last journal needs.
    ///
    /// A cursor of another epoch is answered from the beginning, under this epoch.
    func batch(after cursor: Cursor?, limit: Int) throws -> FeedBatch {
        let epoch = try reader.epoch()
        let head = Cursor(epoch: epoch, feedSequence: try reader.feedHead())
        let isSameLife = cursor?.epoch == epoch
        let start = isSameLife ? min(cursor?.feedSequence ?? 0, head.feedSequence) : 0
        var streams = streams(after: start)
        var changes: [FeedChange] = []
        var last: FeedRow?
        while let (index, row) = try earliest(&streams) {
            let isTogether = last?.groupSequence == row.groupSequence
            if changes.count >= limit, !isTogether {
                return batch(changes, endingAt: last, epoch, head)
            }
            streams[index].takeFirst()
            last = row
            if let change = shown(row) { changes.append(change) }
        }
        return FeedBatch(changes: changes, cursor: head, head: head)
    }

    private func batch(
        _ changes: [FeedChange],
        endingAt last: FeedRow?,
        _ epoch: UInt64,
        _ head: Cursor
    ) -> FeedBatch {
        let cursor = Cursor(epoch: epoch, feedSequence: last?.feedSequence ?? head.feedSequence)
        return FeedBatch(changes: changes, cursor: cursor, head: head)
    }

    private func streams(after start: Int64) -> [FeedStream] {
        var streams = [FeedStream(.user(userID), after: start)]
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
            guard let row = try streams[index].peek(reader) else { continue }
            if row.feedSequence < found?.1.feedSequence ?? .max { found = (index, row) }
        }
        return found
    }

    /// The change as this user is told of it; nil when it is about an access that is over.
    private func shown(_ row: FeedRow) -> FeedChange? {
        switch row.change {
        case .account(let record):
            guard let grant = grants[record.accountID], let access = grant.access,
                row.feedSequence >= grant.baseSequence
            else { return nil }
            return .account(record.shown(with: access))
        case .hold(let hold):
            guard let grant = grants[hold.accountID], row.feedSequence >= grant.baseSequence
            else { return nil }
            return row.change
        case .entry, .payee, .decision, .accessRevoked:
            return row.change
        }
    }
}
