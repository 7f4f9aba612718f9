// Goal: a data folder whose books are not whole, not finished, or not those that were there before is
// never served as a bank.
// Method: files cut off, emptied and put in each other's place; an audit log cut short.

import BankTestKit
import CoreVocabulary
import FoundationEssentials
import Glibc
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("Proof of the books")
struct BooksProofTests {
    private func closedPlace() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.makeWithUsers()
        return place
    }

    // Symptom: a file that was cut off to nothing was served as a bank without users, and the check
    // said that everything holds. Cause: SQLite takes an empty file for a new database.
    @Test(
        "a file of the books that was cut off is not opened, nor changed",
        arguments: [0, 50, 40]
    )
    func cutOff(percent: Int) async throws {
        let place = try await closedPlace()
        let path = place.folder.booksPath
        let whole = try FileDigest(path).byteCount
        let left = Int(whole) * percent / 100
        try #require(truncate(path, left) == 0)
        let cut = try FileDigest(path)
        let error = try await failure { _ = try await place.open() }
        #expect(error.status == .unavailable)
        #expect(error.description.contains("cut off"))
        #expect(try FileDigest(path) == cut)
    }

    @Test("books that `init` did not fill to the end are not opened, and the check names them")
    func unfinished() async throws {
        let place = try await closedPlace()
        try PrivateFile.remove(place.folder.booksPath)
        try LedgerStoreSQLite(path: place.folder.booksPath).close()
        let error = try await failure { _ = try await place.open() }
        #expect(error.description.contains("never filled to the end"))
        let findings = try await place.check().findings
        #expect(findings.contains { $0.contains("never filled to the end") })
    }

    @Test("the head of the audit log is kept outside the books, as it was when they were closed")
    func head() async throws {
        let place = try await closedPlace()
        let opened = try await place.open()
        try await opened.bank.openAccount(place.account)
        try await opened.keepAuditHead()
        let head = try await opened.store.read { try AuditHeadFile.head(of: $0) }
        try opened.close()
        #expect(head.number > 0)
        let file = AuditHeadFile(folder: place.folder)
        let books = try LedgerBooksReader(path: place.folder.booksPath)
        #expect(try await books.read { try file.verdict(on: $0) } == .holds)
        #expect(place.mode(place.folder.auditHeadPath) == 0o600)
        #expect(try await place.check() == BankCheck.Report())
        // Who appends more does not contradict it.
        let again = try await place.open()
        try await again.bank.unlockUser(try #require(try await again.bank.users().first).id)
        try again.close()
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: the last rows of the log were deleted, or an older copy of the books was put back, and
    // nothing was found: inside the books all agrees.
    @Test("older books in the place of newer ones are not opened, and the check says why")
    func olderBooks() async throws {
        let place = try await closedPlace()
        let old = place.top + "/old.sqlite"
        try LedgerBooksReader(path: place.folder.booksPath).copy(to: old)
        let opened = try await place.open()
        try await opened.bank.openAccount(place.account)
        try await opened.keepAuditHead()
        try opened.close()
        for suffix in ["", "-wal", "-shm"] {
            try PrivateFile.remove(place.folder.booksPath + suffix)
        }
        try PrivateFile.copy(old, to: place.folder.booksPath)
        let error = try await failure { _ = try await place.open() }
        #expect(error.status == .unavailable)
        #expect(error.description.contains("lines of their audit log are missing"))
        let findings = try await place.check().findings
        #expect(findings.contains { $0.contains("lines of their audit log are missing") })
        // Whoever knows that these are the right books says so by moving the head away.
        try PrivateFile.remove(place.folder.auditHeadPath)
        #expect(
            try await place.check().findings.contains { $0.contains("audit.head is not there") }
        )
        try await place.open().close()
        #expect(try await place.check() == BankCheck.Report())
    }
}
