import BankTestKit
import CoreVocabulary
import GRDB
import LedgerCore
import LedgerService
import Testing

@testable import LedgerStoreSQLite

/// Goal: a booking names the line of the audit log that tells of it, whatever was taken back before.
///
/// Method: a savepoint that writes a line and fails, then a booking with its line, as two callers whose
/// work is committed together.
struct AuditLinkTests {
    private struct TakenBack: Error {}

    // Symptom: a booking named a line that was not there, and `check` found it. Cause: the number of
    // the last line was kept although its savepoint was taken back.
    @Test("a booking names its own line of the audit log after a line that was taken back")
    func afterTakenBack() async throws {
        let bank = try await TestBank.open()
        let posting = try bank.posting("cash", "savings", 5)
        let transfer = try #require(posting.journal.transfers.first)
        let record = TransferRecord(
            transfer: transfer,
            journalID: posting.journal.id,
            journalIndex: 0,
            bookedAt: transfer.eventAt
        )
        let number = try await bank.store.write { books in
            let head = try books.auditHead()
            let line = AuditRow(
                number: head.number + 1,
                at: transfer.eventAt,
                actor: nil,
                action: .journalsPosted,
                objectBits: posting.journal.id.rawValue,
                result: .done,
                count: 1,
                detail: nil
            )
            let hash = line.chained(after: head.hash)
            do {
                try books.savepoint {
                    try books.insert(line, hash: hash)
                    throw TakenBack()
                }
            } catch is TakenBack {}
            try books.insert(record)
            try books.insert(line, hash: hash)
            return line.number
        }
        let (link, finding) = try await bank.store.pool.read { database in
            (
                try SQLiteReader(database).auditNumber(of: transfer.id),
                try Checker(SQLiteReader(database)).bookingsAreAudited()
            )
        }
        #expect(link == number)
        #expect(finding == nil)
    }
}
