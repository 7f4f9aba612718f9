import CoreVocabulary
import LedgerService
import SyncCore

/// The books outside of database transactions, as they appear with a planted bug.
struct TwistedReading: TwistedBooks {
    let reader: any LedgerReading
    let bug: PlantedBug
    let world: World

    func feedHead() throws -> Int64 {
        let head = try reader.feedHead()
        guard bug == .halfJournalVisible, head > 1, isNew(try reader.latestBookedAt()) else {
            return head
        }
        return head - 1 - head % 3
    }

    func entries(of accountID: AccountID, _ order: EntryOrder, limit: Int) throws -> [FeedRow] {
        let rows = try reader.entries(of: accountID, order, limit: limit)
        guard case .afterFeedSequence = order else {
            return bug == .lastEntryHidden ? rows.dropLast() : rows
        }
        return try shown(rows)
    }

    func changes(in scope: FeedRow.Scope, after sequence: Int64, limit: Int) throws -> [FeedRow] {
        try shown(reader.changes(in: scope, after: sequence, limit: limit))
    }

    private func shown(_ rows: [FeedRow]) throws -> [FeedRow] {
        let head = try feedHead()
        return rows.filter { $0.feedSequence <= head && !isOvertaken($0) }
    }

    /// Returns true for every fifth entry while it is new, as for a reader that overtakes a writer.
    private func isOvertaken(_ row: FeedRow) -> Bool {
        guard bug == .sequenceGap, row.feedSequence % 5 == 0, case .entry(let entry) = row.change
        else { return false }
        return isNew(entry.bookedAt)
    }
}
