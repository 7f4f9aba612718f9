import CoreVocabulary
import SyncCore

/// Ordered source that is merged into a user's feed and read in chunks on demand.
struct FeedSource {
    /// Kind of rows that a source has.
    enum Kind: Hashable {
        /// Entries of an account in booking order.
        case entries(AccountID)
        /// Entries that existed when access was granted, with the feed numbers reserved for them.
        case history(AccessGrant)
        /// Changes other than entries, of an account or for the user alone.
        case changes(FeedRow.Scope)
    }

    let kind: Kind
    /// The feed number after which the source continues.
    private var position: Int64
    private var rows: ArraySlice<FeedRow> = []
    private var isExhausted = false
    /// In a history, the last group and the number of its first entry for this user.
    ///
    /// It carries over to the next chunk, because a group may continue there.
    private var lastGroup: (bank: Int64, here: Int64)?
    private var chunkRowCount: Int
    private let chunkRowLimit: Int

    init(_ kind: Kind, after position: Int64, _ limits: SyncLimits) {
        self.kind = kind
        self.position = position
        chunkRowLimit = limits.rowCount
        chunkRowCount = min(limits.firstRowCount, chunkRowLimit)
    }

    /// The row that was peeked and not taken; nil before the first peek and at the end.
    var first: FeedRow? { rows.first }

    /// Returns the next row without removing it; nil at the end.
    mutating func peek(_ reader: any LedgerReading) throws -> FeedRow? {
        if rows.isEmpty, !isExhausted { try fetch(reader) }
        return rows.first
    }

    /// Removes the row that was peeked.
    mutating func removeFirst() {
        guard let row = rows.popFirst() else { return }
        position = row.feedSequence
    }

    private mutating func fetch(_ reader: any LedgerReading) throws {
        let limit = chunkRowCount
        chunkRowCount = min(2 * chunkRowCount, chunkRowLimit)
        switch kind {
        case .entries(let id):
            rows = try reader.entries(of: id, .afterFeedSequence(position), limit: limit)[...]
        case .changes(let scope):
            rows = try reader.changes(in: scope, after: position, limit: limit)[...]
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
        // Entries that were committed together form one group, named by the number of its first
        // entry.
        var rows: [FeedRow] = []
        for (offset, row) in entries.enumerated() {
            let number = grant.baseSequence + place + Int64(offset) + 1
            if lastGroup?.bank != row.groupSequence { lastGroup = (row.groupSequence, number) }
            let group = lastGroup?.here ?? number
            rows.append(FeedRow(feedSequence: number, groupSequence: group, change: row.change))
        }
        return rows
    }
}
