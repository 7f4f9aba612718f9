public import ClientService
public import CoreVocabulary
public import Cryptography
import DurableFolders

/// Local data in files that only their owner can open, and only while signed in.
///
/// Below the folder: one folder per user, named by the user's identifier; in it one numbered folder
/// per console that is open at the same time; in that a disposable record (`cache-<form>.sqlite`),
/// an outbox (`outbox.sqlite`), and a small file for each session that may be open at the bank
/// (`session-<hash>`), all sealed under the storage key. That key touches the disk only in a lease
/// (`leases/<hash>.lease`), sealed under a hash of the user's password.
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

    /// Opens the record, the outbox and the notes of sessions of a user, in a folder that no other
    /// console has open.
    public func open(userID: UserID, storageKey: SharedSecret) throws -> OpenStorage {
        let folder = try UserFolder.take(of: userID, in: root)
        let outbox = try SealedOutboxStore(in: folder, storageKey: storageKey)
        try OutboxAdoption.run(into: outbox, of: folder, storageKey: storageKey)
        let records = try SealedRecordStore(
            in: folder,
            storageKey: storageKey,
            marks: outbox,
            faults: faults
        )
        let sessions = try SealedSessionNotes(in: folder, storageKey: storageKey)
        return OpenStorage(records: records, outbox: outbox, sessions: sessions)
    }

    /// Why something that was opened here failed, by an error of this module.
    public func trouble(after error: any Error) -> StorageTrouble {
        guard let error = error as? ClientCacheError else {
            return StorageTrouble(.other, folder: root)
        }
        let hasRoom = DurableFolder.freeByteCount(of: root) != 0
        return StorageTrouble(error.cause(hasRoom: hasRoom), folder: error.outboxFolder ?? root)
    }

    /// What is kept to open a user's record without the bank.
    public func readLease(ofUser name: String) throws -> [UInt8]? {
        try LeaseFolder(in: root).read(ofUser: name)
    }

    /// All leases that are kept.
    public func leases() throws -> [[UInt8]] {
        try LeaseFolder(in: root).all()
    }

    /// True if another console has one of the user's folders open.
    public func isOpenElsewhere(userID: UserID) throws -> Bool {
        try UserFolder.isAnyTaken(of: userID, in: root)
    }

    /// True if the folder that a console would take now has the files of an earlier one.
    public func holdsOwnCopy(of userID: UserID) throws -> Bool {
        guard let path = try UserFolder.nextPath(of: userID, in: root), FileSystem.isFolder(path)
        else { return false }
        return try FileSystem.names(in: path).contains { name in
            RecordSchema.isRecordFile(name) || name == OutboxSchema.fileName
        }
    }

    /// Puts something in the place of what is kept.
    public func writeLease(_ bytes: [UInt8], ofUser name: String) throws {
        try LeaseFolder(in: root).write(bytes, ofUser: name)
    }

    /// Destroys what is kept.
    public func destroyLease(ofUser name: String) throws {
        try LeaseFolder(in: root).destroy(ofUser: name)
    }

    /// Destroys all that is kept and meets a condition.
    public func destroyLeases(where isOver: @Sendable ([UInt8]) -> Bool) throws {
        try LeaseFolder(in: root).destroyAll(where: isOver)
    }

    /// Destroys the records of a user that no console has open; the outboxes stay.
    public func destroyRecords(of userID: UserID) throws {
        try UserFolder.forEachFree(of: userID, in: root) { path throws(ClientCacheError) in
            let names = try FileSystem.names(in: path).filter(RecordSchema.isRecordFile)
            try FileSystem.tryEach(names) { name throws(ClientCacheError) in
                try FileSystem.remove("\(path)/\(name)")
            }
        }
    }
}
