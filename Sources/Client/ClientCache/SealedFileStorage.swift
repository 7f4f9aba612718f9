package import ClientService
package import CoreVocabulary
package import Cryptography
import LocalFiles

/// Local storage in private files, readable only while their owner is signed in.
///
/// The root folder contains one folder per user, named by the user's identifier. It contains one
/// numbered folder per console that is open at the same time. That contains a disposable record
/// (`cache-<form>.sqlite`), an outbox (`outbox.sqlite`), and a small file for each session that may
/// be open at the bank (`session-<hash>`), all sealed under the storage key. The storage key is on
/// the disk only in a lease (`leases/<hash>.lease`), sealed under a hash of the user's password.
package struct SealedFileStorage: ClientStorage {
    private let root: String
    private let faults: RecordFaults

    /// Uses a folder, and creates it if it does not exist.
    ///
    /// - Parameter folder: Path of the folder; its parent exists.
    /// - Throws: ``ClientCacheError`` if it is a link, belongs to another user, or cannot be
    ///   created.
    package init(folder: String) throws(ClientCacheError) {
        try self.init(folder: folder, faults: RecordFaults())
    }

    init(folder: String, faults: RecordFaults) throws(ClientCacheError) {
        try FileSystem.makePrivateFolder(folder)
        root = folder
        self.faults = faults
    }

    /// Opens a user's record, outbox and session notes, in a folder that no other console has open.
    package func open(userID: UserID, storageKey: SharedSecret) throws -> OpenStorage {
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

    /// Translates an error of this module into a description for the user.
    package func trouble(after error: any Error) -> StorageTrouble {
        guard let error = error as? ClientCacheError else {
            return StorageTrouble(.other, folder: root)
        }
        let hasRoom = LocalFolder.freeByteCount(of: root) != 0
        return StorageTrouble(error.cause(hasRoom: hasRoom), folder: error.outboxFolder ?? root)
    }

    /// Returns the lease for opening a user's record without the bank.
    package func readLease(ofUser name: String) throws -> [UInt8]? {
        try LeaseFolder(in: root).read(ofUser: name)
    }

    /// Returns all stored leases.
    package func leases() throws -> [[UInt8]] {
        try LeaseFolder(in: root).all()
    }

    /// Returns true if another console has one of the user's folders open.
    package func isOpenElsewhere(userID: UserID) throws -> Bool {
        try UserFolder.isAnyTaken(of: userID, in: root)
    }

    /// Returns true if the folder that a console would take next has files of an earlier one.
    package func holdsOwnCopy(of userID: UserID) throws -> Bool {
        guard let path = try UserFolder.nextPath(of: userID, in: root), FileSystem.isFolder(path)
        else { return false }
        return try FileSystem.names(in: path).contains { name in
            RecordSchema.isRecordFile(name) || name == OutboxSchema.fileName
        }
    }

    /// Stores a user's lease, replacing an existing one.
    package func writeLease(_ bytes: [UInt8], ofUser name: String) throws {
        try LeaseFolder(in: root).write(bytes, ofUser: name)
    }

    /// Destroys a user's lease.
    package func destroyLease(ofUser name: String) throws {
        try LeaseFolder(in: root).destroy(ofUser: name)
    }

    /// Destroys all leases that meet a condition.
    package func destroyLeases(where isOver: @Sendable ([UInt8]) -> Bool) throws {
        try LeaseFolder(in: root).destroyAll(where: isOver)
    }

    /// Destroys the records of a user that no console has open; the outboxes stay.
    package func destroyRecords(of userID: UserID) throws {
        try UserFolder.forEachFree(of: userID, in: root) { path throws(ClientCacheError) in
            let names = try FileSystem.names(in: path).filter(RecordSchema.isRecordFile)
            try FileSystem.tryEach(names) { name throws(ClientCacheError) in
                try FileSystem.remove("\(path)/\(name)")
            }
        }
    }
}
