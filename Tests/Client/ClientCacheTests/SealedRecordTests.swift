@testable import ClientCache
import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import Foundation
import GRDB
import MoneyCore
import Synchronization
import SyncCore
import Testing

// Goal: the files reveal nothing, and nobody can change them unnoticed.
// Method: files are searched, damaged and swapped between two openings.

@Suite struct SealedRecordTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func open(_ storageKey: SharedSecret = key()) throws -> OpenStorage {
        try SealedFileStorage(folder: folder.path)
            .open(userID: Sample.user, storageKey: storageKey)
    }

    private var recordPath: String {
        "\(folder.path)/\(Sample.user)/1/\(RecordSchema.fileName)"
    }

    /// Changes the closed file of the record behind the store's back.
    private func tamper(_ change: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: recordPath)
        try queue.write { try change($0) }
        try queue.close()
    }

    @Test("no name, amount, number or reference stands in any file, open or closed")
    func noPlaintext() async throws {
        let stores = try open()
        try await stores.records.take(try Sample.feed(50))
        try await stores.records.doubt(
            ChainFault(accountID: Sample.savings, accountSequence: 2, reason: .unreadable),
            foundAt: Sample.time
        )
        try stores.outbox.insert(try Sample.transfer())
        let secrets =
            [
                Sample.holder, Sample.counterparty, Sample.reference, Sample.payeeName,
                Sample.number,
            ].map { Array($0.utf8) } + [
                bytes(of: Sample.amount), bytes(of: Sample.amount * 50),
                bytes(of: Sample.amount * 7),
                [UInt8](repeating: 3, count: 32),
            ]
        try expectNone(of: secrets)
        await stores.records.close()
        stores.outbox.close()
        try expectNone(of: secrets)
    }

    @Test("after closing, no journal or shared memory is left beside the files")
    func nothingLeft() async throws {
        let stores = try open()
        try await stores.records.take(try Sample.feed())
        await stores.records.close()
        stores.outbox.close()
        let names = try folder.files().map { String($0.split(separator: "/").last ?? "") }
        #expect(names.sorted() == [RecordSchema.fileName, "lock", OutboxSchema.fileName].sorted())
    }

    @Test("every folder is 0700 and every file 0600")
    func modes() async throws {
        let stores = try open()
        try await stores.records.take(try Sample.feed())
        #expect(try mode(of: folder.path) == 0o700)
        #expect(try mode(of: "\(folder.path)/\(Sample.user)") == 0o700)
        #expect(try mode(of: "\(folder.path)/\(Sample.user)/1") == 0o700)
        for file in try folder.files() { #expect(try mode(of: file) == 0o600) }
    }

    @Test("what was applied is there after the file was closed and opened again")
    func reopening() async throws {
        let first = try open()
        try await first.records.take(try Sample.feed())
        let before = try await first.records.everything()
        await first.records.close()
        first.outbox.close()
        let second = try open()
        #expect(try await second.records.everything() == before)
    }

    @Test("a record sealed under another key is begun anew; the outbox is left alone")
    func otherKey() async throws {
        let first = try open()
        try await first.records.take(try Sample.feed())
        await first.records.close()
        first.outbox.close()
        #expect(throws: ClientCacheError(.outboxSealedOtherwise)) { try open(key(9)) }
        try FileSystem.remove("\(folder.path)/\(Sample.user)/1/\(OutboxSchema.fileName)")
        let second = try open(key(9))
        #expect(try await second.records.state() == RecordState())
        try await second.records.take(try Sample.feed(2))
    }

    @Test("a file that is no database is set aside, and a new one is begun")
    func notADatabase() async throws {
        let first = try open()
        await first.records.close()
        first.outbox.close()
        try write([UInt8](repeating: 0x41, count: 8_192), to: recordPath)
        let second = try open()
        #expect(try await second.records.state() == RecordState())
        #expect(try folder.files().contains { $0.hasSuffix(RecordSchema.damagedFileName) })
    }

    @Test("a record of another form stays until the new one is complete, and goes then")
    func otherForm() async throws {
        let first = try open()
        await first.records.close()
        first.outbox.close()
        let old = "\(folder.path)/\(Sample.user)/1/cache-0.sqlite"
        try write([1, 2, 3], to: old)
        let second = try open()
        #expect(try folder.files().contains(old))
        try await second.records.take(try Sample.feed())
        #expect(try !folder.files().contains(old))
    }

    @Test("a fault between the rows and the commit leaves rows, heads and cursor as they were")
    func oneTransaction() async throws {
        let feed = try Sample.feed()
        struct Crash: Error {}
        let flag = Flag(false)
        let storage = try SealedFileStorage(
            folder: folder.path,
            faults: RecordFaults(beforeCommit: { if flag.isUp { throw Crash() } })
        )
        let stores = try storage.open(userID: Sample.user, storageKey: key())
        _ = try await stores.records.apply(
            Sample.batch(feed, to: 9),
            after: nil,
            serverTime: Sample.time
        )
        let before = try await stores.records.everything()
        flag.set(true)
        let next = Sample.batch(feed, from: 9)
        await #expect(throws: Crash.self) {
            try await stores.records.apply(
                next,
                after: Cursor(epoch: 1, feedSequence: 9),
                serverTime: Sample.time
            )
        }
        #expect(try await stores.records.everything() == before)
        flag.set(false)
        await stores.records.close()
        stores.outbox.close()
        let again = try open()
        #expect(try await again.records.everything() == before)
        try await again.records.take(feed)
        let whole = InMemoryRecordStore()
        try await whole.take(feed, step: 1_000)
        #expect(try await again.records.everything() == whole.everything())
    }

    @Test("a record that lost its process after any batch ends as one that never did")
    func crashAfterAnyBatch() async throws {
        let feed = try Sample.feed(8)
        let whole = InMemoryRecordStore()
        try await whole.take(feed, step: 1_000)
        let stores = try open()
        for end in 1...feed.count {
            let cursor = try await stores.records.state().cursor
            _ = try await stores.records.apply(
                Sample.batch(feed, from: end - 1, to: end),
                after: cursor,
                serverTime: Sample.time
            )
            // What stands on the disk at this moment is what a killed process leaves.
            let crashed = try TemporaryFolder()
            try copyFiles(to: crashed)
            let again = try SealedFileStorage(folder: crashed.path)
                .open(userID: Sample.user, storageKey: key())
            #expect(try await again.records.state().cursor?.feedSequence == Int64(end))
            try await again.records.take(feed)
            #expect(try await again.records.everything() == whole.everything())
            await again.records.close()
            again.outbox.close()
        }
    }

    @Test("any flipped byte of any sealed row is found, named, and repaired from the feed")
    func flippedBytes() async throws {
        let feed = try Sample.feed(6)
        let first = try open()
        try await first.records.take(feed)
        let before = try await first.records.everything()
        await first.records.close()
        first.outbox.close()
        var random = SplitMix64(seed: 51)
        for sequence in Int64(1)...6 {
            for column in ["sealed", "hash"] {
                try tamper { database in
                    let row = try #require(
                        try Row.fetchOne(
                            database,
                            sql: "SELECT \(column) FROM entry WHERE account = ? AND sequence = ?",
                            arguments: [Sample.savings.bytes.blob, sequence]
                        )
                    )
                    var bytes = row.bytes(0)
                    bytes[Int(random.next() % UInt64(bytes.count))] ^= 0x10
                    try database.execute(
                        sql: "UPDATE entry SET \(column) = ? WHERE account = ? AND sequence = ?",
                        arguments: [bytes.blob, Sample.savings.bytes.blob, sequence]
                    )
                }
                let fault = ChainFault(
                    accountID: Sample.savings,
                    accountSequence: sequence,
                    reason: .unreadable
                )
                try await expectFoundAndRepaired(fault, feed, before)
            }
        }
    }

    @Test("whatever byte of the file is flipped, nothing is read that was not written")
    func flippedBytesOfTheFile() async throws {
        let first = try open()
        try await first.records.take(try Sample.feed(6))
        let before = Set(try await first.records.everything())
        await first.records.close()
        first.outbox.close()
        let good = try contents(of: recordPath)
        let outboxPath = "\(folder.path)/\(Sample.user)/1/\(OutboxSchema.fileName)"
        let outbox = try contents(of: outboxPath)
        var random = SplitMix64(seed: 61)
        for _ in 0..<120 {
            // With its outbox, or the record would be found to be an older copy.
            try write(outbox, to: outboxPath)
            var bad = good
            bad[Int(random.next() % UInt64(bad.count))] ^= 1 << UInt8(random.next() % 8)
            try write(bad, to: recordPath)
            // Refusing is right, and so is a record that was begun anew.
            guard let stores = try? open() else { continue }
            let state = try? await stores.records.state()
            if let lines = try? await stores.records.everything(), let state,
                state != RecordState()
            {
                // One whose age cannot be read is in doubt, and one whose rows do not add up is
                // repaired; both say so beside the entries.
                let isInDoubt = !state.doubts.isEmpty || state.isRepairing
                let told = lines.filter { !isInDoubt || $0.hasPrefix("EntryRecord") }
                #expect(before.isSuperset(of: told))
            }
            await stores.records.close()
            stores.outbox.close()
        }
    }

    @Test("an account whose row was taken away is missed")
    func missingAccount() async throws {
        let feed = try Sample.feed(3)
        let first = try open()
        try await first.records.take(feed)
        let before = try await first.records.everything()
        await first.records.close()
        first.outbox.close()
        try tamper { try $0.execute(sql: "DELETE FROM account WHERE position = 1") }
        let fault = ChainFault(
            accountID: Sample.savings,
            accountSequence: 0,
            reason: .unreadable
        )
        let stores = try open()
        await #expect(throws: fault) { try await stores.records.accounts() }
        await stores.records.close()
        stores.outbox.close()
        try await expectFoundAndRepaired(fault, feed, before)
    }

    @Test("a record whose cursor was changed is damaged, and empty once it was thrown away")
    func changedState() async throws {
        let first = try open()
        try await first.records.take(try Sample.feed(3))
        await first.records.close()
        first.outbox.close()
        try tamper { try $0.execute(sql: "UPDATE meta SET sealed = zeroblob(60)") }
        let stores = try open()
        await #expect(throws: RecordStoreError.damaged) { try await stores.records.state() }
        try await stores.records.discard()
        #expect(try await stores.records.state() == RecordState())
    }

    @Test("two rows that were swapped are found, whichever columns went with them")
    func swappedRows() async throws {
        let feed = try Sample.feed(6)
        let first = try open()
        try await first.records.take(feed)
        let before = try await first.records.everything()
        await first.records.close()
        first.outbox.close()
        for columns in [["sealed"], ["hash"], ["sealed", "hash"]] {
            try tamper { database in
                for column in columns {
                    try database.execute(
                        sql: """
                            UPDATE entry SET \(column) = (
                                SELECT \(column) FROM entry AS other
                                WHERE other.account = entry.account
                                    AND other.sequence = 7 - entry.sequence)
                            WHERE account = ? AND sequence IN (3, 4)
                            """,
                        arguments: [Sample.savings.bytes.blob]
                    )
                }
            }
            // The statement reads what it has just written, so one of the two is a copy: as bad.
            let stores = try open()
            let fault = await #expect(throws: ChainFault.self) {
                try await stores.records.verify(
                    Sample.savings,
                    from: .genesis(of: Sample.savings),
                    limit: 100
                )
            }
            await stores.records.close()
            stores.outbox.close()
            try await expectFoundAndRepaired(try #require(fault), feed, before)
        }
    }

    @Test("a row that was removed is found by every way of reading")
    func removedRow() async throws {
        let feed = try Sample.feed(6)
        let first = try open()
        try await first.records.take(feed)
        let before = try await first.records.everything()
        await first.records.close()
        first.outbox.close()
        try tamper { database in
            try database.execute(
                sql: "DELETE FROM entry WHERE account = ? AND sequence = 4",
                arguments: [Sample.savings.bytes.blob]
            )
        }
        let fault = ChainFault(
            accountID: Sample.savings,
            accountSequence: 4,
            reason: .unreadable
        )
        let stores = try open()
        await #expect(throws: fault) {
            try await stores.records.entries(of: Sample.savings, sequences: 2...6)
        }
        await #expect(throws: fault) {
            try await stores.records.fold(
                entriesOf: Sample.savings,
                sequences: 4...6,
                into: 0
            ) { count, _, _ in count += 1 }
        }
        await stores.records.close()
        stores.outbox.close()
        try await expectFoundAndRepaired(fault, feed, before)
    }

    @Test("a chain that was changed or set back is found, and computed again")
    func changedChain() async throws {
        let feed = try Sample.feed(6)
        let first = try open()
        try await first.records.take(feed)
        let before = try await first.records.everything()
        await first.records.close()
        first.outbox.close()
        for change in ["sequence = 3", "hash = zeroblob(32)", "sealed = zeroblob(52)"] {
            try tamper { database in
                try database.execute(
                    sql: "UPDATE chain SET \(change) WHERE account = ?",
                    arguments: [Sample.savings.bytes.blob]
                )
            }
            let fault = ChainFault(
                accountID: Sample.savings,
                accountSequence: 0,
                reason: .unreadable
            )
            let stores = try open()
            await #expect(throws: fault) { try await stores.records.accounts() }
            await stores.records.close()
            stores.outbox.close()
            try await expectFoundAndRepaired(fault, feed, before)
        }
    }

    @Test("changed accounts, holds and payees are found and fetched again")
    func changedOthers() async throws {
        let feed = try Sample.feed(3)
        let first = try open()
        try await first.records.take(feed)
        let before = try await first.records.everything()
        await first.records.close()
        first.outbox.close()
        for (table, accountID) in [
            ("account", Sample.savings), ("hold", Sample.savings),
            ("payee", AccountID(rawValue: 0xB1)),
        ] {
            try tamper { database in
                try database.execute(
                    sql: "UPDATE \(table) SET sealed = zeroblob(60) WHERE account = ?",
                    arguments: [accountID.bytes.blob]
                )
            }
            let stores = try open()
            let fault = await #expect(throws: ChainFault.self) {
                try await stores.records.everything()
            }
            #expect(fault?.accountID == accountID)
            await stores.records.close()
            stores.outbox.close()
            try await expectFoundAndRepaired(try #require(fault), feed, before)
        }
    }

    /// The record is in doubt about a fault; after a repair from the feed it is as it was.
    private func expectFoundAndRepaired(
        _ fault: ChainFault,
        _ feed: [FeedChange],
        _ before: [String]
    ) async throws {
        let stores = try open()
        let records = stores.records
        try await records.doubt(fault, foundAt: Sample.time)
        #expect(try await records.state().doubts == [fault])
        try await records.beginRepair()
        try await records.take(feed)
        #expect(try await records.everything() == before)
        #expect(try await records.evidence().contains { $0.fault == fault })
        await records.close()
        stores.outbox.close()
    }

    private func copyFiles(to other: TemporaryFolder) throws {
        for folder in ["\(Sample.user)", "\(Sample.user)/1"] {
            try FileSystem.makePrivateFolder("\(other.path)/\(folder)")
        }
        for file in try folder.files() {
            try write(
                try contents(of: file),
                to: other.path + file.dropFirst(folder.path.count)
            )
        }
    }

    private func bytes(of amount: Int64) -> [UInt8] {
        withUnsafeBytes(of: amount.bigEndian) { Array($0) }
    }

    private func expectNone(of secrets: [[UInt8]]) throws {
        for file in try folder.files() {
            let found = Data(try contents(of: file))
            for secret in secrets {
                #expect(found.range(of: Data(secret)) == nil, "\(file) holds plaintext")
            }
        }
    }
}

/// A flag that a test and a store share.
final class Flag: Sendable {
    private let state: Mutex<Bool>

    init(_ isUp: Bool) {
        state = Mutex(isUp)
    }

    var isUp: Bool { state.withLock { $0 } }

    func set(_ isUp: Bool) {
        state.withLock { $0 = isUp }
    }
}
