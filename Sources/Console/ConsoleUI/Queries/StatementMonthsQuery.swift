import ClientService
import CoreVocabulary

/// Query for the months for which an account has statements.
struct StatementMonthsQuery: RecordQuery {
    /// Account that the query is about.
    let accountID: AccountID

    var concernedAccount: AccountID? { accountID }

    static func subject(for audience: AudienceWords) -> String { "The statements" }

    func answer(from record: any RecordReading) async throws -> [StatementMonth] {
        try await record.statementMonths(of: accountID)
    }
}
