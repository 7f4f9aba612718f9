// Goal: a copy is whole and of one moment; books put back say that they are another epoch's.
// Method: copies of a small bank while it is open, opened as books of their own.

import BankTestKit
import CoreVocabulary
import Glibc
import LedgerService
import LedgerStoreSQLite
import Testing

@Suite("Backups")
struct BackupTests {
    @Test("a copy made while the bank is open is whole, and has no file beside it")
    func copy() async throws {
        let bank = try await TestBank.open()
        let copy = bank.folder.path + "/copy.db"
        try LedgerBooksReader(path: bank.path).copy(to: copy)
        _ = try await bank.bank.post([bank.posting("cash", "savings", 1)])
        for suffix in ["-wal", "-shm", "-journal"] { #expect(access(copy + suffix, F_OK) != 0) }
        var status = stat()
        #expect(stat(copy, &status) == 0 && status.st_mode & 0o777 == 0o600)

        let books = try LedgerBooksReader(path: copy)
        #expect(try await books.check() == nil)
        let before = try await books.read { try $0.feedHead() }
        let now = try await bank.store.read { try $0.feedHead() }
        #expect(before + 2 == now)
    }

    @Test("a copy is not made over a file that is there")
    func existing() async throws {
        let bank = try await TestBank.open()
        #expect(throws: LedgerStoreError.self) {
            try LedgerBooksReader(path: bank.path).copy(to: bank.path)
        }
        #expect(try await bank.store.check() == nil)
    }

    @Test("books that were put back begin a new epoch, in the audit log as well")
    func epoch() async throws {
        let bank = try await TestBank.open()
        let first = try await bank.store.read { try $0.epoch() }
        let second = try await bank.store.beginEpoch(at: bank.clock.now())
        #expect(second > first)
        let known = second + 5_000_000
        #expect(try await bank.store.beginEpoch(at: .epoch, after: known) > known)
        let third = try await bank.store.beginEpoch(at: bank.clock.now())
        #expect(third > known)
        #expect(try await bank.store.read { try $0.epoch() } == third)
        let again = try await bank.reopened()
        #expect(try await again.store.read { try $0.epoch() } == third)
        let head = try await again.store.read { try $0.auditHead().number }
        let last = try await again.store.read { try $0.auditRows(after: head - 1, limit: 1) }
        #expect(last.first?.action == .booksRestored)
        #expect(try await again.store.check() == nil)
    }

    @Test("books are replaced only while nobody has them open, and stay beside the new ones")
    func replacement() async throws {
        let bank = try await TestBank.open()
        let folder = bank.folder.path
        try LedgerBooksReader(path: bank.path).copy(to: folder + "/copy.db")
        #expect(throws: LedgerStoreError.self) { _ = try LockedBooks(path: bank.path) }
        try bank.store.close()

        let place = try LockedBooks(path: bank.path)
        #expect(throws: LedgerStoreError.self) { _ = try LedgerStoreSQLite(path: bank.path) }
        try place.replace(by: folder + "/copy.db", movingTo: folder + "/aside.db")
        place.release()
        let store = try LedgerStoreSQLite(path: bank.path)
        #expect(try await store.check() == nil)
        try store.close()
        #expect(try await LedgerBooksReader(path: folder + "/aside.db").check() == nil)
    }
}
