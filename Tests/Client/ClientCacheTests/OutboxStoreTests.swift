@testable import ClientCache
@testable import ClientService
import CoreVocabulary
import Cryptography
import Foundation
import GRDB
import IdentityCore
import SyncCore
import Testing

// Goal: nothing that the user asked for is ever lost, changed or sent under another key.
// Method: each state is stored, the file closed and opened again; rows are attacked from outside.

@Suite struct OutboxStoreTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open() throws -> OpenStorage {
        try SealedFileStorage(folder: folder.path).open(userID: Sample.user, storageKey: key())
    }

    private func close(_ stores: OpenStorage) async {
        await stores.records.close()
        stores.outbox.close()
    }

    private static func states(_ key: IntentKey) -> [OutboxRecord.State] {
        let posted = IntentDecision(
            key: key,
            outcome: .posted(JournalID(rawValue: 3)),
            decidedAt: Sample.time
        )
        let refused = IntentDecision(
            key: key,
            outcome: .refused(code: 1_003),
            decidedAt: Sample.time
        )
        return [
            .queued, .sending, .unknown, .cancelAsked, .cancelled, .decided(posted),
            .decided(refused),
        ]
            + CodeRefusal.allCases.map { .needsCode($0) }
    }

    @Test("a transfer is the same after closing and opening in each of its states")
    func everyState() async throws {
        let first = try open()
        var record = try first.outbox.insert(try Sample.transfer())
        await close(first)
        for (index, state) in Self.states(record.key).enumerated() {
            record.state = state
            record.sendCount = index
            let stores = try open()
            try stores.outbox.update(record)
            await close(stores)
            let again = try open()
            #expect(try again.outbox.load() == [record])
            await close(again)
        }
    }

    @Test("a transfer is there when the process dies right after it was stored")
    func crash() async throws {
        let stores = try open()
        let record = try stores.outbox.insert(try Sample.transfer())
        let crashed = try TemporaryFolder()
        for name in ["\(Sample.user)", "\(Sample.user)/1"] {
            try FileSystem.makePrivateFolder("\(crashed.path)/\(name)")
        }
        for file in try folder.files() {
            try write(
                try contents(of: file),
                to: crashed.path + file.dropFirst(folder.path.count)
            )
        }
        let again = try SealedFileStorage(folder: crashed.path)
            .open(userID: Sample.user, storageKey: key())
        #expect(try again.outbox.load() == [record])
    }

    @Test("transfers are loaded in the order in which they were queued")
    func order() async throws {
        let stores = try open()
        for number: UInt128 in [5, 2, 9] { try stores.outbox.insert(try Sample.transfer(number)) }
        #expect(try stores.outbox.load().map(\.key.rawValue) == [5, 2, 9])
    }

    @Test("what was acknowledged is not loaded, but stays in the file, and is found there")
    func acknowledged() async throws {
        let stores = try open()
        var record = try stores.outbox.insert(try Sample.transfer())
        record.state = .cancelled
        record.isAcknowledged = true
        #expect(try stores.outbox.acknowledged(limit: 9).isEmpty)
        try stores.outbox.update(record)
        #expect(try stores.outbox.load().isEmpty)
        #expect(try stores.outbox.acknowledged(limit: 9) == [record])
        record.isAcknowledged = false
        try stores.outbox.update(record)
        #expect(try stores.outbox.load() == [record])
        #expect(try stores.outbox.acknowledged(limit: 9).isEmpty)
        await close(stores)
        let queue = try DatabaseQueue(path: outboxPath())
        #expect(
            try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM intent") } == 1
        )
    }

    @Test("of what was acknowledged the newest are found, as many as asked for")
    func newestAcknowledged() async throws {
        let stores = try open()
        for number: UInt128 in [5, 2, 9] {
            var record = try stores.outbox.insert(try Sample.transfer(number))
            record.state = .cancelled
            record.isAcknowledged = true
            try stores.outbox.update(record)
        }
        #expect(try stores.outbox.acknowledged(limit: 2).map(\.key.rawValue) == [9, 2])
        #expect(try stores.outbox.acknowledged(limit: 9).map(\.key.rawValue) == [9, 2, 5])
    }

    @Test("the same key cannot be stored twice")
    func sameKey() async throws {
        let stores = try open()
        try stores.outbox.insert(try Sample.transfer())
        #expect(throws: ClientCacheError(.databaseFailed)) {
            try stores.outbox.insert(try Sample.transfer())
        }
        #expect(throws: ClientCacheError(.databaseFailed)) {
            try stores.outbox.update(try Sample.transfer(2))
        }
    }

    @Test("a row can neither be deleted nor given another transfer")
    func triggers() async throws {
        let stores = try open()
        try stores.outbox.insert(try Sample.transfer())
        await close(stores)
        let queue = try DatabaseQueue(path: outboxPath())
        for sql in [
            "DELETE FROM intent", "UPDATE intent SET transfer = zeroblob(9)",
            "UPDATE intent SET key = zeroblob(16)",
        ] {
            await #expect(throws: DatabaseError.self) {
                try await queue.write { try $0.execute(sql: sql) }
            }
        }
    }

    @Test("a row whose columns were swapped with another's is not taken for either")
    func swapped() async throws {
        let stores = try open()
        for number: UInt128 in [1, 2, 3] { try stores.outbox.insert(try Sample.transfer(number)) }
        await close(stores)
        let queue = try DatabaseQueue(path: outboxPath())
        try await queue.write { database in
            try database.execute(
                sql: """
                    UPDATE intent SET status = (SELECT status FROM intent WHERE position = 3)
                    WHERE position = 1
                    """
            )
        }
        try queue.close()
        let again = try open()
        #expect(try again.outbox.load().map(\.key.rawValue) == [2, 3])
    }

    // Symptom: a transfer that was to be sent by itself, once, was on no list any more.
    // Cause: a row that could not be opened was left out without a word.
    @Test("what cannot be read is counted and stays, and its key and number are not given again")
    func unreadable() async throws {
        let stores = try open()
        for number: UInt128 in [1, 2] { try stores.outbox.insert(try Sample.transfer(number)) }
        #expect(try stores.outbox.unreadableCount() == 0)
        await close(stores)
        let queue = try DatabaseQueue(path: outboxPath())
        try await queue.write { database in
            try database.execute(
                sql: "UPDATE intent SET status = zeroblob(40) WHERE position = 2"
            )
        }
        try queue.close()
        let again = try open()
        #expect(try again.outbox.load().map(\.key.rawValue) == [1])
        #expect(try again.outbox.unreadableCount() == 1)
        #expect(throws: ClientCacheError(.databaseFailed)) {
            try again.outbox.insert(try Sample.transfer(2))
        }
        #expect(try again.outbox.insert(try Sample.transfer(3)).stamp?.sequence == 3)
        await close(again)
        let third = try open()
        #expect(try third.outbox.load().map(\.key.rawValue) == [1, 3])
        #expect(try third.outbox.unreadableCount() == 1)
    }

    @Test("every commit waits for the disk")
    func durability() async throws {
        let stores = try open()
        await close(stores)
        let queue = try DatabaseFile.open(try outboxPath(), .durable)
        let (synchronous, journal) = try await queue.read { database in
            (
                try Int.fetchOne(database, sql: "PRAGMA synchronous"),
                try String.fetchOne(database, sql: "PRAGMA journal_mode")
            )
        }
        #expect(synchronous == 2)
        #expect(journal == "wal")
    }

    @Test("what was noted of the books' epochs outlasts console and record, and never goes down")
    func epochs() async throws {
        var stores = try open()
        for mark in EpochMark.allCases {
            #expect(try stores.outbox.epoch(mark) == 0)
            try stores.outbox.raise(mark, to: 7 + UInt64(mark.rawValue))
            try stores.outbox.raise(mark, to: 3)
        }
        try await stores.records.discard()
        await close(stores)
        stores = try open()
        for mark in EpochMark.allCases {
            #expect(try stores.outbox.epoch(mark) == 7 + UInt64(mark.rawValue))
        }
        try stores.outbox.raise(.seen, to: .max)
        #expect(try stores.outbox.epoch(.seen) == .max)
        await close(stores)
    }

    @Test("an outbox of a newer program is refused and left as it is")
    func newer() async throws {
        let stores = try open()
        try stores.outbox.insert(try Sample.transfer())
        await close(stores)
        let queue = try DatabaseQueue(path: outboxPath())
        try await queue.write { database in
            try database.execute(
                sql: "INSERT INTO grdb_migrations(identifier) VALUES ('9: later')"
            )
        }
        try queue.close()
        #expect(throws: ClientCacheError(.outboxNewer)) { try open() }
    }

    // Symptom: the file was deleted under a running console, and a transfer that was authorised then
    // was said to be queued; after the next start it was nowhere.
    // Cause: a file without a name can be written through its descriptor, and every commit succeeds.
    @Test(
        "a transfer is not stored when a file of the outbox was removed or replaced meanwhile",
        arguments: ["", "-wal"],
        [false, true]
    )
    func fileGone(_ suffix: String, isReplaced: Bool) async throws {
        let stores = try open()
        let record = try stores.outbox.insert(try Sample.transfer(1))
        let path = try outboxPath() + suffix
        let copy = try contents(of: path)
        try FileSystem.remove(path)
        if isReplaced { try write(copy, to: path) }
        #expect(throws: ClientCacheError(.outboxFileGone)) {
            try stores.outbox.insert(try Sample.transfer(2))
        }
        #expect(throws: ClientCacheError(.outboxFileGone)) { try stores.outbox.update(record) }
        await close(stores)
    }

    private func outboxPath() throws -> String {
        "\(folder.path)/\(Sample.user)/1/\(OutboxSchema.fileName)"
    }
}
