import CoreVocabulary
import SyncCore

/// One of the ordered sources that a user's feed is merged from, read in chunks as it is needed.
struct FeedStream {
    /// Where the rows come from.
    enum Source: Hashable {
        /// The entries of an account, as they were booked.
        case entries(AccountID)
        /// The entries that an account had when access was given, at the numbers set aside then.
        case history(AccessGrant)
        /// Other changes of an account.
        case account(AccountID)
        /// Changes for the user alone.
        case user(UserID)
    }

    /// Rows in the first chunk.
    ///
    /// Few, because most feeds are asked for when there is little news, and every account of a
    /// user has streams of its own. Each further chunk is twice as long.
    static let firstChunkRowCount = 16
    /// The most rows in a chunk.
    static let chunkRowLimit = 1_024

    let source: Source
    /// The number after which the stream goes on.
    private var position: Int64
    private var rows: ArraySlice<FeedRow> = []
    private var isExhausted = false
    private var chunkRowCount = Self.firstChunkRowCount

    init(_ source: Source, after position: Int64) {
        self.source = source
        self.position = position
    }

    /// The next row without taking it; nil at the end.
    mutating func peek(_ reader: any LedgerReading) throws -> FeedRow? {
        if rows.isEmpty, !isExhausted { try fetch(reader) }
        return rows.first
    }

    /// Takes the row that was peeked.
    mutating func takeFirst() {
        guard let row = rows.popFirst() else { return }
        position = row.feedSequence
    }

    private mutating func fetch(_ reader: any LedgerReading) throws {
        let limit = chunkRowCount
        chunkRowCount = min(2 * chunkRowCount, Self.chunkRowLimit)
        switch source {
        case .entries(let id):
            rows = try reader.entries(of: id, .afterFeedSequence(position), limit: limit)[...]
        case .account(let id):
            rows = try reader.changes(in: .account(id), after: position, limit: limit)[...]
        case .user(let id):
            rows = try reader.changes(in: .user(id), after: position, limit: limit)[...]
        case .history(let grant):
            rows = try history(of: grant, reader, limit)[...]
        }
        isExhausted = rows.count < limit
    }

    private func history(
        of grant: AccessGrant,
        _ reader: any LedgerReading,
        _ limit: Int
    ) throws -> [FeedRow] {
        let place = max(0, position - grant.baseSequence)
        let count = min(Int64(limit), grant.backfillCount - place)
        guard count > 0 else { return [] }
        let entries = try reader.entries(
            of: grant.accountID,
            .afterAccountSequence(place),
            limit: Int(count)
        )
        // What was committed together stays together; its first entry lends its number.
        var groups: [Int64: Int64] = [:]
        return entries.enumerated().map { offset, row in
            let number = grant.baseSequence + place + Int64(offset) + 1
            let group = groups[row.groupSequence] ?? number
            groups[row.groupSequence] = group
            return FeedRow(feedSequence: number, groupSequence: group, change: row.change)
        }
    }
}
