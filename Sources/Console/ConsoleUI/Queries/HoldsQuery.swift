import ClientService
import CoreVocabulary
import SyncCore

/// Query for the pending holds of an account.
struct HoldsQuery: RecordQuery {
    /// Account that the query is about.
    let accountID: AccountID

    var concernedAccount: AccountID? { accountID }

    static func subject(for audience: AudienceWords) -> String { audience.holdsSubject }

    func answer(from record: any RecordReading) async throws -> [HoldRecord] {
        try await record.holds(of: accountID)
    }
}
