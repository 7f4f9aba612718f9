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

    let source: Source
    /// The number after which the stream goes on.
    private var position: Int64
    private var rows: ArraySlice<FeedRow> = []
    private var isExhausted = false
    /// Of a history, the last group and the number that its first entry has for this user: a group
    /// goes on where a chunk ends.
    private var lastGroup: (bank: Int64, here: Int64)?
    private var chunkRowCount: Int
    private let chunkRowLimit: Int

    init(_ source: Source, after position: Int64, _ limits: SyncLimits) {
        self.source = source
        self.position = position
        chunkRowLimit = limits.rowCount
        chunkRowCount = min(limits.firstRowCount, chunkRowLimit)
    }

    /// The row that was peeked last and not taken; nil before, and at the end.
    var first: FeedRow? { rows.first }

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
        chunkRowCount = min(2 * chunkRowCount, chunkRowLimit)
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

    private mutating func history(
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
        var rows: [FeedRow] = []
        for (offset, row) in entries.enumerated() {
            let number = grant.baseSequence + place + Int64(offset) + 1
            if lastGroup?.bank != row.groupSequence { lastGroup = (row.groupSequence, number) }
            rows.append(
                FeedRow(
                    feedSequence: number,
                    groupSequence: lastGroup?.here ?? number,
                    change: row.change
                )
            )
        }
        return rows
    }
}
