import CoreVocabulary
import DurableFolders
public import LedgerService
import LedgerStoreSQLite
import PrivatePaths

/// Makes a backup of a bank, whether a server runs or not.
///
/// `FILE` is the books as of one commit, an SQLite database of its own; beside it lie the settings
/// and the certificates; `FILE.manifest` says what belongs to the backup, with hashes. Keys are in it
/// only when asked for: who has both can read every secret, so they are better kept apart.
public struct BankBackup: Sendable {
    private let folder: DataFolder
    private let clock: any BankClock

    /// Makes it.
    public init(_ folder: DataFolder, clock: any BankClock) {
        self.folder = folder
        self.clock = clock
    }

    /// Writes a backup, and notes it in the bank's folder.
    ///
    /// No file has its name before all of them are whole and on the disk, and the backup is noted: one
    /// that nobody knows of would lose its key.
    ///
    /// - Parameters:
    ///   - path: The file; nothing may be there.
    ///   - includesKeys: Whether the master keys and the keys of certificates go beside it.
    /// - Returns: The files that were written.
    /// - Throws: ``DaemonError``: `cannotCreate` with the file and the cause, `configuration` where
    ///   somebody else decides where the path leads, `tryLater` when a master key that it needs was
    ///   removed while it was made.
    public func write(to path: String, includesKeys: Bool) async throws -> [String] {
        try folder.requireBank()
        try folder.requirePrivate()
        try PrivacyFault.requireOwnWay(to: path)
        let files = BackupFiles(path: path)
        let target = DurableFolder.folder(of: path)
        guard PrivateFile.isFolder(target) else {
            throw DaemonError(
                "There is no folder \(target) for the backup. Make it first, or choose another.",
                .cannotCreate
            )
        }
        guard !PrivateFile.isFolder(target, within: folder.path) else {
            throw DaemonError(
                "\(path) is in the folder of the bank, with which it would be lost. Choose another "
                    + "folder, best on another disk.",
                .cannotCreate
            )
        }
        try makeRoom(for: files)
        let keysBefore = try folder.keys.numbers()
        var draft = BackupDraft(files)
        let manifest: BackupManifest
        do {
            try draft.add("") { try copyBooks(to: $0) }
            try addFiles(to: &draft, includesKeys)
            manifest = try await self.manifest(of: draft)
            try draft.finish(manifest)
            try publish(draft, files, manifest, keysBefore)
        } catch {
            draft.discard()
            throw error
        }
        return manifest.files.map { files.path + $0.suffix } + [files.manifest]
    }

    /// The files that the settings name and that no backup holds: those outside the bank's own places.
    public func filesLeftOut(by settings: DaemonConfiguration) -> [String] {
        let held = BackupPlace.all(in: folder, includesSecrets: true)
            .map { "\(folder.path)/\($0.place)" }
        var left: [String] = []
        for (file, _) in settings.tlsPlaces where !left.contains(file) {
            let isHeld = held.contains { PrivateFile.isSamePlace($0, file) }
            if !isHeld { left.append(file) }
        }
        return left
    }

    /// Makes sure that nothing has the name; what a process left that died while it made this backup
    /// goes.
    private func makeRoom(for files: BackupFiles) throws(DaemonError) {
        // With its manifest a backup is whole.
        if !PrivateFile.exists(files.manifest) {
            try BackupLeftovers(files).remove(notedIn: BackupBook(folder))
        }
        for file in [files.path, files.manifest] where PrivateFile.exists(file) {
            throw DaemonError("\(file) is there already; choose another name.", .cannotCreate)
        }
    }

    private func copyBooks(to path: String) throws {
        do {
            try LedgerBooksReader(path: folder.booksPath).copy(to: path)
        } catch let error as LedgerStoreError {
            throw DaemonError(of: error, folder: folder)
        }
    }

    private func addFiles(to draft: inout BackupDraft, _ includesKeys: Bool) throws {
        for file in BackupPlace.all(in: folder, includesSecrets: includesKeys) {
            try draft.add(file.suffix) {
                try PrivateFile.copy("\(folder.path)/\(file.place)", to: $0)
            }
        }
        guard includesKeys else { return }
        for number in try folder.keys.numbers() {
            let key = try folder.keys.key(number)
            try draft.add(BackupFiles.keySuffix(number)) { path in
                try PrivateFile.write(MasterKeyFile.encode(number, key), to: path)
            }
        }
    }

    private func manifest(of draft: BackupDraft) async throws -> BackupManifest {
        let now = clock.now()
        let listed = draft.listed
        return try await LedgerBooksReader(path: draft.path("")).read { reader in
            let audit = try reader.auditHead()
            return BackupManifest(
                madeAt: now,
                epoch: try reader.epoch(),
                feedHead: try reader.feedHead(),
                auditNumber: audit.number,
                auditHash: audit.hash,
                masterKeys: try reader.masterKeys().filter { $0.endedAt == nil }.map(\.number),
                files: listed
            )
        }
    }

    /// Notes a backup, gives its files their names, and notes that they have them: what a process leaves
    /// that dies in between is known for what it is.
    ///
    /// - Parameters:
    ///   - draft: The files.
    ///   - files: Where they go.
    ///   - manifest: What is in them.
    ///   - keysBefore: The master keys of the folder before the books were copied. One that was lost
    ///     before forbids no backup; one that was removed since does, unless it is beside the books.
    /// - Throws: `tryLater` for such a key, `cannotCreate` with the file that cannot be written.
    private func publish(
        _ draft: BackupDraft,
        _ files: BackupFiles,
        _ manifest: BackupManifest,
        _ keysBefore: [MasterKey.Number]
    ) throws(DaemonError) {
        let book = BackupBook(folder)
        let beside = draft.listed.compactMap { BackupFiles.keyNumber(ofSuffix: $0.suffix) }
        var entry = BackupBook.Entry(
            madeAt: manifest.madeAt,
            path: PathWay.whole(files.path),
            masterKeys: manifest.masterKeys,
            hasKeys: manifest.hasKeys(manifest.masterKeys),
            isFinished: false
        )
        let newest = keysBefore.last ?? .max
        let required = manifest.masterKeys.filter { number in
            !beside.contains(number) && (keysBefore.contains(number) || number > newest)
        }
        try note(entry, in: book, requiring: required)
        do throws(DaemonError) {
            try draft.publish()
            entry.isFinished = true
            do throws(DaemonError) {
                try note(entry, in: book)
            } catch {
                draft.withdraw()
                throw error
            }
        } catch {
            // A line that stays asks for a key too many, and is known as that of no whole backup.
            try? book.remove(entry)
            throw error
        }
    }

    private func note(
        _ entry: BackupBook.Entry,
        in book: BackupBook,
        requiring keys: [MasterKey.Number] = []
    ) throws(DaemonError) {
        do throws(DaemonError) {
            try book.add(entry, requiring: keys)
        } catch {
            throw DaemonError(
                "The backup \(entry.path) cannot be added to the list of backups, and so it was not "
                    + "made: \(error.description)",
                error.status
            )
        }
    }
}
