import BankTestKit
import CoreVocabulary
import GRDB
import LedgerService
import Testing

@testable import LedgerStoreSQLite

/// Books that await steps of the schema, as this release finds them before its first start.
extension UpgradeTests {
    /// The forms in which released books may be.
    private static let steps = [
        "4 tokens", "5 integrity", "6 what is open now", "7 sign-ins", "9 changed passwords",
        "10 notes of the audit log", "11 submitted evidence",
    ]

    // Symptom: `check` before an upgrade said that the books do not hold, "a table or a guard is not as
    // this program makes it". Cause: they were compared with the newest form alone.
    @Test("books of an earlier step hold as they are, and await the newest form", arguments: steps)
    func awaiting(step: String) async throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        try earlierBooks(path, upTo: step).close()
        let reader = try LedgerBooksReader(path: path)
        #expect(try await reader.check() == nil)
        #expect(try await reader.awaitsUpgrade())
        try LedgerStoreSQLite(path: path).close()
        let upgraded = try LedgerBooksReader(path: path)
        #expect(try await upgraded.check() == nil)
        #expect(try await !upgraded.awaitsUpgrade())
    }

    @Test("books of an earlier step that lack an index of theirs do not hold")
    func changedSchema() async throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        let books = try earlierBooks(path, upTo: "11 submitted evidence")
        try await books.write { database in
            try database.execute(sql: "DROP TRIGGER meta_refuses_delete")
        }
        try books.close()
        let finding = try await LedgerBooksReader(path: path).check()
        #expect(finding?.rule == .schemaIsOurs)
        #expect(finding?.place == "trigger meta_refuses_delete")
    }

    @Test("terminals of books that await the newest step are listed", arguments: steps)
    func terminals(step: String) async throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        try earlierBooks(path, upTo: step).close()
        let lines = try await LedgerBooksReader(path: path).list {
            try $0.terminalLines(after: "", limit: 9)
        }
        #expect(lines.isEmpty)
    }

    @Test("a backup of books of an earlier step is brought up to date, and ends where they end")
    func restored() async throws {
        let folder = try #require(TemporaryFolder())
        let (path, copy) = (folder.path + "/bank.db", folder.path + "/copy.db")
        try earlierBooks(path, upTo: "11 submitted evidence").close()
        let reader = try LedgerBooksReader(path: path)
        try reader.copy(to: copy)
        let store = try LedgerStoreSQLite(path: copy)
        #expect(try await store.check() == nil)
        let (epoch, feed, audit) = try await reader.read {
            (try $0.epoch(), try $0.feedHead(), try $0.auditHead().number)
        }
        let found = try await store.read { books in
            (try books.epoch(), try books.feedHead(), try books.auditHead().number)
        }
        #expect(found == (epoch, feed, audit))
        _ = try await store.beginEpoch(at: TestBank.start)
        #expect(try await store.check() == nil)
        try store.close()
    }
}
