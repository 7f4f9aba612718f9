public import ClientService
public import CoreVocabulary
public import Cryptography

/// Local data in files that only their owner can open, and only while signed in.
///
/// Below the folder: one folder per user, named by the user's identifier; in it one numbered folder
/// per console that is open at the same time; in that a disposable record (`cache-<version>.sqlite`)
/// and an outbox (`outbox.sqlite`), both sealed under keys that never touch the disk.
public struct SealedFileStorage: ClientStorage {
    private let root: String
    private let faults: RecordFaults

    /// Uses a folder, and makes it when it is not there.
    ///
    /// - Parameter folder: Its path; the folder above it is there.
    /// - Throws: ``ClientCacheError`` when it is a link, somebody else's, or cannot be made.
    public init(folder: String) throws(ClientCacheError) {
        try self.init(folder: folder, faults: RecordFaults())
    }

    init(folder: String, faults: RecordFaults) throws(ClientCacheError) {
        try FileSystem.makePrivateFolder(folder)
        root = folder
        self.faults = faults
    }

    /// Opens the record and the outbox of a user, in a folder that no other console has open.
    public func open(userID: UserID, storageKey: SharedSecret) throws -> OpenStorage {
        let folder = try UserFolder.take(of: userID, in: root)
        let outbox = try SealedOutboxStore(in: folder, storageKey: storageKey)
        try OutboxAdoption.run(into: outbox, of: folder, storageKey: storageKey)
        let records = try SealedRecordStore(in: folder, storageKey: storageKey, faults: faults)
        return OpenStorage(records: records, outbox: outbox)
    }
}
