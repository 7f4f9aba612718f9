import ClientService

/// Query for the full state of link, record and queue.
struct SyncReportQuery: RecordQuery {
    static func subject(for audience: AudienceWords) -> String { "The state of the record" }

    func answer(from record: any RecordReading) async throws -> SyncReport {
        try await record.syncReport()
    }
}
