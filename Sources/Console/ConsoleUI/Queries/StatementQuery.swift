import ClientService
import CoreVocabulary

/// Query for the statement of one month.
struct StatementQuery: RecordQuery {
    /// Account that the query is about.
    let accountID: AccountID
    /// Month of the statement.
    let month: StatementMonth

    var concernedAccount: AccountID? { accountID }

    static func subject(for audience: AudienceWords) -> String { "The statement" }

    func answer(from record: any RecordReading) async throws -> Statement {
        try await record.statement(of: accountID, month: month)
    }
}
