@testable import ClientCache
@testable import ClientService
import CoreVocabulary
import Cryptography
import Foundation
import GRDB
import IdentityCore
import SyncCore
import Testing

// Goal: the sequence of a console survives everything that happens to its process, and no stamp is
// given twice or changed.
// Method: transfers are stored, the file closed, opened and attacked.

@Suite struct DeviceFileTests {
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

    @Test("numbers go on over closings, signed by one key, each naming the one before")
    func chain() async throws {
        var last = Digest256.zero
        var keys: Set<[UInt8]> = []
        for number: Int64 in 1...5 {
            let stores = try open()
            let record = try stores.outbox.insert(try Sample.transfer(UInt128(number)))
            let stamp = try #require(record.stamp)
            let device = try stores.outbox.device()
            keys.insert(device.publicKey)
            #expect(stamp.sequence == number)
            #expect(stamp.previous == last)
            let key = try #require(Ed25519.PublicKey(rawBytes: device.publicKey))
            let signed = stamp.signedBytes(for: record.reviewed.digest)
            #expect(key.isValid(signature: stamp.signature, for: signed))
            last = stamp.hash(for: record.reviewed.digest)
            await close(stores)
        }
        #expect(keys.count == 1)
    }

    @Test("a transfer that could not be stored took no number")
    func failedInsert() throws {
        let stores = try open()
        try stores.outbox.insert(try Sample.transfer(1))
        #expect(throws: ClientCacheError(.databaseFailed)) {
            try stores.outbox.insert(try Sample.transfer(1))
        }
        #expect(try stores.outbox.insert(try Sample.transfer(2)).stamp?.sequence == 2)
    }

    @Test("a stamp cannot be changed, and one whose bytes were is not taken for one")
    func changedStamp() async throws {
        let stores = try open()
        try stores.outbox.insert(try Sample.transfer(1))
        await close(stores)
        let path = "\(folder.path)/\(Sample.user)/1/\(OutboxSchema.fileName)"
        let queue = try DatabaseQueue(path: path)
        #expect(throws: DatabaseError.self) {
            try queue.write { try $0.execute(sql: "UPDATE intent SET stamp = x'00'") }
        }
        try await queue.write { database in
            try database.execute(sql: "DROP TRIGGER intent_keeps_its_stamp")
            try database.execute(sql: "UPDATE intent SET stamp = x'00'")
        }
        try queue.close()
        #expect(try open().outbox.load().isEmpty)
    }

    @Test("two consoles of one user have keys of their own; what is taken over keeps its stamp")
    func adopted() async throws {
        let first = try open()
        let second = try open()
        let left = try second.outbox.insert(try Sample.transfer(7))
        let own = try first.outbox.insert(try Sample.transfer(8))
        #expect(left.stamp?.deviceID != own.stamp?.deviceID)
        await close(second)
        await close(first)
        let third = try open()
        #expect(Set(try third.outbox.load()) == [left, own])
        #expect(try third.outbox.insert(try Sample.transfer(9)).stamp?.sequence == 2)
    }

    @Test("a console that the bank has seen further begins another sequence under another key")
    func anotherSequence() throws {
        let stores = try open()
        try stores.outbox.insert(try Sample.transfer(1))
        let before = try stores.outbox.device()
        try stores.outbox.beginDevice()
        let after = try stores.outbox.insert(try Sample.transfer(2))
        #expect(after.stamp?.sequence == 1)
        #expect(after.stamp?.deviceID != before.deviceID)
    }

    @Test("the whole cursor, an unfinished snapshot and a comparison are there after closing")
    func state() async throws {
        let first = try open()
        let cursor = SyncCore.Cursor(
            epoch: 7,
            feedSequence: 20,
            scopeVersion: 5,
            mac: 0xABCD << 100
        )
        let place = SnapshotPosition(at: cursor, page: "")
        _ = try await first.records.applyPage(
            [.account(Sample.account())],
            of: place,
            nextPage: "2",
            serverTime: Sample.time
        )
        try await first.records.noteCompared(at: Sample.time)
        await close(first)
        let second = try open()
        let state = try await second.records.state()
        #expect(state.snapshot == SnapshotPosition(at: cursor, page: "2"))
        #expect(state.comparedAt == Sample.time)
        _ = try await second.records.applyPage(
            try Sample.entries(3).map { .entry($0) },
            of: SnapshotPosition(at: cursor, page: "2"),
            nextPage: nil,
            serverTime: Sample.time
        )
        await close(second)
        #expect(try await open().records.state().cursor == cursor)
    }
}
