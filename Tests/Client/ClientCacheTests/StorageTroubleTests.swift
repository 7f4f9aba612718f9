import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import Glibc
import Testing

@testable import ClientCache

/// Goal: a user who cannot sign in because of the files is told the folder and the fault, and the
/// remedy loses nothing.
///
/// Method: a bank's files under another bank's key, damaged files, folders that refuse; the error
/// that is really thrown is given back to the storage.
@Suite("Storage that cannot be opened")
struct StorageTroubleTests {
    private let folder: TemporaryFolder
    private let storage: SealedFileStorage

    init() throws {
        folder = try TemporaryFolder()
        storage = try SealedFileStorage(folder: "\(folder.path)/data")
    }

    private var root: String { "\(folder.path)/data" }
    private var ownFolder: String { "\(root)/\(Sample.user)/1" }
    private var outboxPath: String { "\(ownFolder)/\(OutboxSchema.fileName)" }

    private func close(_ stores: OpenStorage) async {
        await stores.records.close()
        stores.outbox.close()
    }

    /// Has a console queue a transfer and end.
    private func queueOne() async throws {
        let stores = try storage.open(userID: Sample.user, storageKey: key())
        try stores.outbox.insert(try Sample.transfer())
        await close(stores)
    }

    /// Why it cannot be opened; nil where it can.
    private func trouble(_ storageKey: SharedSecret = key()) async -> StorageTrouble? {
        do {
            await close(try storage.open(userID: Sample.user, storageKey: storageKey))
            return nil
        } catch {
            return storage.trouble(after: error)
        }
    }

    // Symptom: after the bank was made anew nobody could sign in, and the bank was to be told.
    @Test("files of another bank are told by their folder, and are whole after being put aside")
    func otherBank() async throws {
        try await queueOne()
        #expect(await trouble(key(9)) == StorageTrouble(.otherBank, folder: ownFolder))
        #expect(await trouble(key(9)) == StorageTrouble(.otherBank, folder: ownFolder))
        try #require(rename(ownFolder, "\(ownFolder).aside") == 0)
        #expect(await trouble(key(9)) == nil)
        try #require(rename(ownFolder, "\(ownFolder).other") == 0)
        try #require(rename("\(ownFolder).aside", ownFolder) == 0)
        let stores = try storage.open(userID: Sample.user, storageKey: key())
        #expect(try stores.outbox.load().count == 1)
        await close(stores)
    }

    // Symptom: with random bytes over outbox.sqlite nobody could sign in, and no file was named.
    @Test(
        "an outbox that is damaged is told by its folder, and signing in goes on beside it",
        arguments: [0, 100]
    )
    func damaged(from start: Int) async throws {
        try await queueOne()
        for suffix in DatabaseFile.companions { try FileSystem.remove(outboxPath + suffix) }
        var bytes = try contents(of: outboxPath)
        for index in bytes.indices.dropFirst(start) {
            bytes[index] = UInt8(truncatingIfNeeded: index &* 197 &+ 91)
        }
        try write(bytes, to: outboxPath)
        #expect(await trouble() == StorageTrouble(.outboxUnreadable, folder: ownFolder))
        #expect(try contents(of: outboxPath) == bytes)
        try #require(rename(ownFolder, "\(ownFolder).aside") == 0)
        #expect(await trouble() == nil)
        #expect(try contents(of: "\(ownFolder).aside/\(OutboxSchema.fileName)") == bytes)
    }

    @Test("an outbox that lacks a table is damaged as well")
    func missingTable() async throws {
        try await queueOne()
        let queue = try DatabaseQueue(path: outboxPath)
        try await queue.write { try $0.execute(sql: "DROP TABLE meta") }
        try queue.close()
        #expect(await trouble() == StorageTrouble(.outboxUnreadable, folder: ownFolder))
    }

    @Test("an outbox of a newer program, and a link in its place, are told by its folder")
    func newerAndLink() async throws {
        try await queueOne()
        let queue = try DatabaseQueue(path: outboxPath)
        try await queue.write { database in
            try database.execute(
                sql: "INSERT INTO grdb_migrations(identifier) VALUES ('9: later')"
            )
        }
        try queue.close()
        #expect(await trouble() == StorageTrouble(.outboxNewer, folder: ownFolder))
        try #require(rename(outboxPath, "\(folder.path)/moved") == 0)
        try #require(symlink("\(folder.path)/moved", outboxPath) == 0)
        #expect(await trouble() == StorageTrouble(.notTrusted, folder: ownFolder))
    }

    @Test("one console more than the limit is told as that")
    func tooMany() async throws {
        let open = try (1...UserFolder.slotLimit).map { _ in
            try storage.open(userID: Sample.user, storageKey: key())
        }
        #expect(await trouble()?.cause == .tooManyConsoles)
        for stores in open { await close(stores) }
        #expect(await trouble() == nil)
    }

    @Test("the numbers of system and database have their causes", arguments: known)
    func numbers(error: ClientCacheError, cause: StorageTrouble.Cause) {
        #expect(error.cause(hasRoom: true) == cause)
    }

    @Test("where the disk has no byte left, a file that cannot be written has no room")
    func noByteLeft() {
        for number: Int32 in [10, 778, 14] {
            let error = ClientCacheError(.databaseFailed, systemCode: number)
            #expect(error.cause(hasRoom: false) == .noRoom)
        }
        let denied = ClientCacheError(.folderUnusable, systemCode: EACCES)
        #expect(denied.cause(hasRoom: false) == .noRoom)
    }

    @Test("an error of somebody else is told with the folder of all")
    func unknown() {
        struct Unknown: Error {}
        #expect(storage.trouble(after: Unknown()) == StorageTrouble(.other, folder: root))
    }

    private static func database(_ number: Int32) -> ClientCacheError {
        ClientCacheError(.databaseFailed, systemCode: number)
    }

    // SQLITE_FULL, IOERR_WRITE, CANTOPEN, READONLY, BUSY, CORRUPT, NOTADB.
    private static let known: [(ClientCacheError, StorageTrouble.Cause)] = [
        (database(13), .noRoom), (database(778), .notWritable), (database(14), .notWritable),
        (database(8), .notWritable), (database(5), .other), (database(0), .other),
        // Damage of a record is mended, so it is never a reason to move an outbox.
        (database(11), .other), (database(26), .other), (database(1), .other),
        (database(11).ofOutbox(in: "/s/1"), .outboxUnreadable),
        (database(267).ofOutbox(in: "/s/1"), .outboxUnreadable),
        (database(26).ofOutbox(in: "/s/1"), .outboxUnreadable),
        (ClientCacheError(.folderUnusable, systemCode: ENOSPC), .noRoom),
        (ClientCacheError(.folderUnusable, systemCode: EDQUOT), .noRoom),
        (ClientCacheError(.folderUnusable, systemCode: EROFS), .notWritable),
        (ClientCacheError(.folderUnusable, systemCode: EMFILE), .other),
        (ClientCacheError(.folderNotTrusted), .notTrusted), (ClientCacheError(.closed), .other),
    ]
}
