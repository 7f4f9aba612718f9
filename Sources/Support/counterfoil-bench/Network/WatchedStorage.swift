import ClientCache
import ClientService
import CoreVocabulary
import Cryptography
import Synchronization

/// The sealed files of a console, whose record can be read while the console has it open.
final class WatchedStorage: ClientStorage {
    private let files: SealedFileStorage
    private let opened = Mutex<(any RecordStore)?>(nil)

    /// Creates the storage in an empty folder.
    init(folder: String) throws {
        files = try SealedFileStorage(folder: folder)
    }

    /// Returns the record that was opened last.
    func records() throws -> any RecordStore {
        guard let records = opened.withLock(\.self) else {
            throw BenchFailure("No record is open.")
        }
        return records
    }

    func open(userID: UserID, storageKey: SharedSecret) async throws -> OpenStorage {
        let storage = try files.open(userID: userID, storageKey: storageKey)
        opened.withLock { $0 = storage.records }
        return storage
    }
}
