import ClientService
import CoreVocabulary
import SyncCore

/// Query for a range of an account's entries; the answer has fewer if there are no more.
struct EntriesQuery: RecordQuery {
    /// Identifier of the request, by which late answers are recognised.
    let id: RequestID
    /// Account that the query is about.
    let accountID: AccountID
    /// Positions of the entries, with 0 for the newest.
    let places: Range<Int>
    /// Subset of entries that count; nil for all.
    let matches: MatchSet?

    var concernedAccount: AccountID? { accountID }

    static func subject(for audience: AudienceWords) -> String { "The entries" }

    func answer(from record: any RecordReading) async throws -> [EntryRecord] {
        try await record.entries(of: accountID, places: places, among: matches)
    }
}
