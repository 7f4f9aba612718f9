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

    /// Books that a process which died had open: most of what they hold is in their log.
    private func deadBooks(of bank: TestBank) async throws -> (path: String, feedHead: Int64) {
        let path = bank.folder.path + "/dead.db"
        try LedgerBooksReader(path: bank.path).copy(to: bank.folder.path + "/copy.db")
        _ = try await bank.bank.post([bank.posting("cash", "savings", 1)])
        for suffix in ["", "-wal"] {
            try copyFile(bank.path + suffix, to: path + suffix)
        }
        return (path, try await bank.store.read { try $0.feedHead() })
    }

    private func copyFile(_ source: String, to target: String) throws {
        let from = open(source, O_RDONLY)
        try #require(from >= 0)
        defer { close(from) }
        let to = open(target, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        try #require(to >= 0)
        defer { close(to) }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(from, &chunk, chunk.count)
            try #require(count >= 0)
            if count == 0 { return }
            try #require(write(to, chunk, count) == count)
        }
    }

    private func feedHead(_ path: String) async throws -> Int64 {
        try await LedgerBooksReader(path: path).read { try $0.feedHead() }
    }

    private func has(_ path: String) -> Bool { access(path, F_OK) == 0 }

    // Symptom: a restoration on a full disk left the place of the books empty, and nothing said where
    // they were. Cause: what was moved before the move that failed was not moved back.
    @Test("books that cannot be replaced are where they were, with their log")
    func takenBack() async throws {
        let bank = try await TestBank.open()
        let (path, head) = try await deadBooks(of: bank)
        let aside = bank.folder.path + "/aside.db"
        let place = try LockedBooks(path: path)
        // The books and their log have gone when this move fails.
        #expect(throws: LedgerStoreError.self) {
            try place.replace(by: bank.folder.path + "/none.db", movingTo: aside)
        }
        #expect(has(path) && has(path + "-wal"))
        for suffix in ["", "-wal", "-shm"] { #expect(!has(aside + suffix)) }
        place.release()
        #expect(try await feedHead(path) == head)
    }

    // Symptom: a restoration was killed while it moved the books aside. The next one moved their log
    // to another name, and the books that were put aside lacked their last commits.
    @Test("books keep their log when a process dies while it moves them aside")
    func keepsLog() async throws {
        let bank = try await TestBank.open()
        let (path, head) = try await deadBooks(of: bank)
        let folder = bank.folder.path
        #expect(try await feedHead(folder + "/copy.db") < head)
        // As such a death leaves them.
        try #require(link(path + "-wal", folder + "/first.db-wal") == 0)
        try #require(rename(path, folder + "/first.db") == 0)
        let place = try LockedBooks(path: path)
        try place.replace(by: folder + "/copy.db", movingTo: folder + "/second.db")
        place.release()
        for suffix in ["", "-wal"] { #expect(!has(folder + "/second.db" + suffix)) }
        #expect(try await feedHead(folder + "/first.db") == head)
        #expect(try await feedHead(path) < head)
    }

    @Test("a log goes aside with its books, and one that is alone is kept")
    func movesLog() async throws {
        let bank = try await TestBank.open()
        let (path, head) = try await deadBooks(of: bank)
        let folder = bank.folder.path
        try copyFile(path + "-wal", to: folder + "/kept-wal")
        let place = try LockedBooks(path: path)
        try place.replace(by: folder + "/copy.db", movingTo: folder + "/first.db")
        #expect(try await feedHead(folder + "/first.db") == head)
        #expect(!has(path + "-wal"))
        try #require(rename(path, folder + "/copy.db") == 0)
        try #require(rename(folder + "/kept-wal", path + "-wal") == 0)
        try place.replace(by: folder + "/copy.db", movingTo: folder + "/second.db")
        place.release()
        #expect(has(folder + "/second.db-wal") && !has(path + "-wal"))
    }
}
