import CoreVocabulary
public import LedgerService
import LedgerStoreSQLite

/// Puts a bank's books back from a backup.
///
/// Everything is proved on a copy before anything is touched: the hashes of the manifest, every
/// chain and sum of the books, and that the keys open every secret. The books that were there stay
/// beside the new ones, which begin a new epoch, so that consoles which saw more notice.
public struct BankRestoration: Sendable {
    /// What was done.
    public struct Report: Hashable, Sendable {
        /// The epoch that began.
        public let epoch: UInt64
        /// Where the books are that were there before; nil when there were none.
        public let previousBooks: String?
    }

    private let folder: DataFolder
    private let clock: any BankClock
    private let log: any BankLog

    /// Makes it.
    public init(_ folder: DataFolder, clock: any BankClock, log: any BankLog) {
        self.folder = folder
        self.clock = clock
        self.log = log
    }

    private var draftPath: String { folder.booksPath + ".restoring" }

    /// Puts books back.
    ///
    /// It may die at any point and be called again.
    ///
    /// - Parameter path: The file of the backup.
    /// - Returns: What was done.
    /// - Throws: ``DaemonError``: `tryLater` while a server has the bank open, `badData` when the
    ///   backup is damaged, `noInput` when a key that it needs is not there.
    public func restore(from path: String) async throws -> Report {
        let files = BackupFiles(path: path)
        let manifest = try manifest(files)
        for needed in [folder.path, folder.keys.path] { try PrivateFile.makeFolder(needed) }
        let place: LockedBooks
        do {
            place = try LockedBooks(path: folder.booksPath)
        } catch {
            throw DaemonError(
                error.code == .inUse
                    ? "A server has the bank in \(folder.path) open; stop it first."
                    : error.message,
                error.code == .inUse ? .tryLater : .unavailable
            )
        }
        defer { place.release() }
        try removeDraft()
        try copyBooks(files, manifest)
        try takeKeys(files, manifest)
        let epoch = try await proveDraft(manifest)
        let aside = folder.booksPath + ".before-\(clock.now().secondsSinceEpoch)"
        let hadBooks = PrivateFile.exists(folder.booksPath)
        do {
            try place.replace(by: draftPath, movingTo: aside)
        } catch {
            throw DaemonError(error.message, .cannotCreate)
        }
        try removeDraft()
        return Report(epoch: epoch, previousBooks: hadBooks ? aside : nil)
    }

    private func manifest(_ files: BackupFiles) throws(DaemonError) -> BackupManifest {
        let bytes = try PrivateFile.read(files.manifest, byteLimit: BackupManifest.byteLimit)
        guard let manifest = BackupManifest(encoded: bytes) else {
            throw DaemonError("\(files.manifest) is no manifest of a backup.", .badData)
        }
        return manifest
    }

    private func removeDraft() throws(DaemonError) {
        for suffix in ["", "-wal", "-shm", ".lock"] { try PrivateFile.remove(draftPath + suffix) }
    }

    /// Copies the books, and then holds the copy against the manifest: what is opened is what was
    /// proved.
    private func copyBooks(_ files: BackupFiles, _ manifest: BackupManifest) throws(DaemonError) {
        guard let expected = manifest.files.first(where: { $0.suffix.isEmpty }) else {
            throw DaemonError("\(files.manifest) names no books.", .badData)
        }
        try PrivateFile.copy(files.path, to: draftPath)
        try prove(draftPath, expected, as: files.path)
    }

    /// Takes from the backup the keys that are not here.
    private func takeKeys(_ files: BackupFiles, _ manifest: BackupManifest) throws(DaemonError) {
        let known = try folder.keys.numbers()
        for file in manifest.files {
            guard let number = files.keyNumber(ofSuffix: file.suffix), !known.contains(number)
            else { continue }
            let path = files.path + file.suffix
            try prove(path, file, as: path)
            let bytes = try PrivateFile.readSecret(path, byteLimit: MasterKeyFile.byteCount)
            guard let key = MasterKeyFile.decode(bytes, number: number) else {
                throw DaemonError("\(path) is no key of this program, or is damaged.", .badData)
            }
            try folder.keys.add(number, key)
        }
    }

    private func prove(
        _ path: String,
        _ expected: BackupManifest.File,
        as name: String
    ) throws(DaemonError) {
        let found = try FileDigest(path)
        guard found.byteCount == expected.byteCount, found.digest == expected.digest else {
            throw DaemonError(
                "\(name) is not the file that its manifest describes; it was changed or cut off.",
                .badData
            )
        }
    }

    /// Checks the copy as `check` does, and begins its new epoch.
    private func proveDraft(_ manifest: BackupManifest) async throws -> UInt64 {
        let ring = try folder.keys.ring()
        let store: LedgerStoreSQLite
        do {
            store = try LedgerStoreSQLite(path: draftPath)
        } catch let error as LedgerStoreError {
            throw DaemonError("The backup cannot be opened: \(error.message)", .badData)
        }
        defer {
            // Already closed when all went well; otherwise the copy is thrown away.
            try? store.close()
        }
        if let finding = try await store.check() {
            throw DaemonError("The books in the backup do not hold: \(finding).", .badData)
        }
        let head = try await store.read { reader in
            (epoch: try reader.epoch(), feed: try reader.feedHead(), audit: try reader.auditHead())
        }
        guard head.epoch == manifest.epoch, head.feed == manifest.feedHead,
            head.audit.number == manifest.auditNumber, head.audit.hash == manifest.auditHash
        else {
            throw DaemonError(
                "The books in the backup are others than its manifest says.",
                .badData
            )
        }
        try await proveKeys(ring, store)
        let epoch = try await store.beginEpoch(at: clock.now())
        try store.close()
        return epoch
    }

    private func proveKeys(_ ring: MasterKey, _ store: LedgerStoreSQLite) async throws {
        let bank = Bank(
            store: store,
            masterKey: ring,
            clock: clock,
            random: SystemBankRandom(),
            log: log
        )
        do {
            try await bank.adoptMasterKeys()
        } catch let error as MasterKeyError {
            throw DaemonError(of: error, keys: folder.keys)
        }
        if let shut = try await ring.firstShutValue(in: store) {
            throw DaemonError(
                "A secret (\(shut.purpose.rawValue)) in the backup does not open under the keys in "
                    + "\(folder.keys.path). Put the keys there that belong to the backup.",
                .noInput
            )
        }
    }
}
