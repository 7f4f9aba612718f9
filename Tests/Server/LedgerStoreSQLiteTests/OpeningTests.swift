import BankTestKit
import CoreVocabulary
import FoundationEssentials
import GRDB
import Glibc
import LedgerService
import Testing

@testable import LedgerStoreSQLite

/// Goal: books are opened by one process, are nobody else's to read, and say why when they are not
/// opened.
struct OpeningTests {
    @Test("books that are open cannot be opened again; closed, they can")
    func lock() async throws {
        let bank = try await TestBank.open()
        let path = bank.path
        let error = #expect(throws: LedgerStoreError.self) { try LedgerStoreSQLite(path: path) }
        #expect(error?.code == .inUse)
        #expect(error?.message.hasPrefix("Another process has these books open") == true)
        try bank.store.close()
        _ = try LedgerStoreSQLite(path: path)
    }

    @Test("only the owner can read the files")
    func permissions() async throws {
        let bank = try await TestBank.open()
        for suffix in ["", "-wal", "-shm", ".lock"] {
            var status = stat()
            #expect(stat(bank.path + suffix, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "\(suffix)")
        }
    }

    @Test("books of a later version are left alone")
    func tooNew() async throws {
        let bank = try await TestBank.open()
        try bank.store.close()
        let plain = try DatabaseQueue(path: bank.path)
        try await plain.write { database in
            try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 later')")
        }
        try plain.close()
        let path = bank.path
        let error = #expect(throws: LedgerStoreError.self) { try LedgerStoreSQLite(path: path) }
        #expect(error?.code == .tooNew)
    }

    @Test("a file that is no database is refused with a sentence")
    func noDatabase() throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        let file = try #require(fopen(path, "w"))
        fputs(String(repeating: "this is no database, only text. ", count: 200), file)
        fclose(file)
        let error = #expect(throws: LedgerStoreError.self) { try LedgerStoreSQLite(path: path) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.databaseNumber == ResultCode.SQLITE_NOTADB.rawValue)
        let nowhere = folder.path + "/missing/bank.db"
        let second = #expect(throws: LedgerStoreError.self) {
            try LedgerStoreSQLite(path: nowhere)
        }
        #expect(second?.code == .cannotOpen)
        #expect(second?.databaseNumber == nil)
    }

    // Symptom: a bank whose disk filled up while its log was moved into the file, or that was killed
    // there, did not start again, and was told to restore a backup. Cause: the length of the file was
    // compared with what its first page says, without the log, which had the rest.
    @Test("a file that ends too early is opened where the log has the rest, and refused without it")
    func halfMovedLog() async throws {
        var options = LedgerStoreSQLite.Options()
        options.checkpointKibibytes = 65_536
        let bank = try await TestBank.make(options: options)
        try await bank.store.finish()
        let head = try await bank.store.read { try $0.feedHead() }
        _ = try await bank.store.pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        for suffix in ["", BooksSuffix.log] {
            try FileManager.default.copyItem(atPath: bank.path + suffix, toPath: path + suffix)
        }
        let whole = try #require(FileManager.default.contents(atPath: path)?.count)
        try #require(truncate(path, whole / 8_192 * 4_096) == 0)

        options.requiresFinishedBooks = true
        let store = try LedgerStoreSQLite(path: path, options: options)
        #expect(try await store.read { try $0.feedHead() } == head)
        try store.close()

        try #require(truncate(path, whole / 8_192 * 4_096) == 0)
        for suffix in BooksSuffix.ofSQLite { unlink(path + suffix) }
        let required = options
        let error = #expect(throws: LedgerStoreError.self) {
            try LedgerStoreSQLite(path: path, options: required)
        }
        #expect(error?.code == .unfinished)
    }

    @Test("the epoch is given once and stays")
    func epoch() async throws {
        var options = LedgerStoreSQLite.Options()
        options.newEpoch = 0xFFFF_0000_0000_0001
        let bank = try await TestBank.make(options: options)
        #expect(try await bank.store.read { try $0.epoch() } == 0xFFFF_0000_0000_0001)
        let again = try await bank.reopened()
        #expect(try await again.store.read { try $0.epoch() } == 0xFFFF_0000_0000_0001)
    }

    @Test("books can be read beside the process that writes them, but not written")
    func readOnly() async throws {
        let bank = try await TestBank.open()
        let reader = try LedgerBooksReader(path: bank.path)
        #expect(try await reader.read { try $0.users().count } == TestBank.peopleCount)
        _ = try await bank.bank.post([bank.posting("cash", "savings", 5)])
        let head = try await bank.store.read { try $0.feedHead() }
        #expect(try await reader.read { try $0.feedHead() } == head)
        await #expect(throws: LedgerStoreError.self) {
            try await reader.write { _ = try $0.feedHead() }
        }
        let folder = try #require(TemporaryFolder())
        let missing = folder.path + "/bank.db"
        #expect(throws: LedgerStoreError.self) { try LedgerBooksReader(path: missing) }
    }

    @Test("a restart ends the tries that were under way")
    func restartEndsTries() async throws {
        var bank = try await TestBank.open()
        let key = AttemptKey.transfers(try bank.user("asha"))
        try await bank.store.write { transaction in
            var tries = try transaction.tries(under: key)
            tries.openTryCount = 3
            try transaction.update(tries, under: key)
        }
        bank = try await bank.reopened()
        #expect(try await bank.store.read { try $0.tries(under: key) }.openTryCount == 0)
    }

    // Symptom: a start rewrote the counted tries of everybody who ever signed in.
    @Test("a start costs the tries that were under way, not all that are counted")
    func costOfStart() async throws {
        func steps(_ guardCount: Int) async throws -> Int64 {
            var bank = try await TestBank.open()
            try await bank.store.write { transaction in
                for number in 0..<guardCount {
                    let key = AttemptKey.transfers(UserID(rawValue: UInt128(900 + number)))
                    var tries = AttemptRecord()
                    tries.openTryCount = number == 0 ? 1 : 0
                    try transaction.update(tries, under: key)
                }
            }
            var options = LedgerStoreSQLite.Options()
            let meter = StatementMeter()
            options.meter = meter
            bank = try await bank.reopened(options: options)
            let key = AttemptKey.transfers(UserID(rawValue: 900))
            #expect(try await bank.store.read { try $0.tries(under: key) }.openTryCount == 0)
            return meter.stepCount
        }
        // Keys are random, and where they fall costs a step or three; to look at 299 more would cost
        // as many at least.
        let (many, one) = (try await steps(300), try await steps(1))
        #expect(abs(many - one) < 30)
    }

    // Symptom: a start read 64 MiB of log, in large books and in small. Cause: of the connections that
    // a close ends, the last reads alone and may not move the log into the database file.
    @Test("a close leaves no log for the next start to read")
    func closeEmptiesLog() async throws {
        let bank = try await TestBank.open()
        try bank.store.close()
        var status = stat()
        #expect(stat(bank.path + "-wal", &status) != 0 || status.st_size == 0)
        #expect(try await LedgerBooksReader(path: bank.path).check() == nil)
    }

    @Test("errors and logs hold no names, numbers or amounts")
    func nothingLeaks() async throws {
        let bank = try await TestBank.open()
        let error = await #expect(throws: LedgerStoreError.self) {
            try await bank.store.write { transaction in
                let users = try transaction.users()
                for user in users { try transaction.insert(user) }
            }
        }
        let text = String(describing: error)
        #expect(text.contains("UNIQUE constraint failed: user."))
        for canary in ["asha", "ASHA", "scrypt", "rohan"] { #expect(!text.contains(canary)) }
    }
}
