@testable import ClientCache
import ClientService
import CoreVocabulary
import Glibc
import LocalFiles
import Testing

/// Goal: a wipe removes the user's records that no console has open, and no others.
///
/// Method: records are destroyed beside one that is open, beside one whose lock cannot be taken, and
/// while somebody looks at the locks.
struct FreeFolderTests {
    private let folder: TemporaryFolder
    private let storage: SealedFileStorage

    init() throws {
        folder = try TemporaryFolder()
        storage = try SealedFileStorage(folder: "\(folder.path)/data")
    }

    private func path(ofSlot slot: Int) -> String { "\(folder.path)/data/\(Sample.user)/\(slot)" }

    private func recordFiles(inSlot slot: Int) throws -> [String] {
        try FileSystem.names(in: path(ofSlot: slot)).filter { RecordSchema.isRecordFile($0) }
    }

    /// Opens records side by side, and fills them.
    private func open(_ count: Int) async throws -> [OpenStorage] {
        var open: [OpenStorage] = []
        for _ in 0..<count {
            let stores = try storage.open(userID: Sample.user, storageKey: key())
            try await stores.records.take(try Sample.feed(3))
            open.append(stores)
        }
        return open
    }

    private func close(_ stores: OpenStorage) async {
        await stores.records.close()
        stores.outbox.close()
    }

    @Test("a record that a console has open stays when the others of its user are destroyed")
    func openRecord() async throws {
        let open = try await open(2)
        await close(open[1])
        let before = try await open[0].records.everything()
        try storage.destroyRecords(of: Sample.user)
        #expect(try recordFiles(inSlot: 1).contains(RecordSchema.fileName))
        #expect(try recordFiles(inSlot: 2).isEmpty)
        #expect(try await open[0].records.everything() == before)
        await close(open[0])
        let again = try storage.open(userID: Sample.user, storageKey: key())
        #expect(try await again.records.everything() == before)
        await close(again)
    }

    @Test("a record whose lock cannot be taken stays, and that is said")
    func lockInTheWay() async throws {
        for stores in try await open(2) { await close(stores) }
        try #require(unlink("\(path(ofSlot: 1))/lock") == 0)
        try #require(mkdir("\(path(ofSlot: 1))/lock", 0o700) == 0)
        #expect(throws: ClientCacheError.self) { try storage.destroyRecords(of: Sample.user) }
        #expect(try recordFiles(inSlot: 1) == [RecordSchema.fileName])
        #expect(try recordFiles(inSlot: 2).isEmpty)
    }

    @Test("a folder is locked for as long as something is done in it, and free afterwards")
    func lockedMeanwhile() async throws {
        for stores in try await open(2) { await close(stores) }
        let root = "\(folder.path)/data"
        var looks: [Bool] = []
        try UserFolder.forEachFree(of: Sample.user, in: root) { path throws(ClientCacheError) in
            looks.append(try FileSystem.openPrivateFile("\(path)/lock").isLocked)
        }
        #expect(looks == [true, true])
        #expect(try !UserFolder.isAnyTaken(of: Sample.user, in: root))
    }
}
