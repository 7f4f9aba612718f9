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
    let folder: DataFolder
    private let clock: any BankClock
    /// Copies a file of the folder; a test does something beside it.
    var copyFile: @Sendable (_ source: String, _ target: String) throws -> Void = {
        try PrivateFile.copy($0, to: $1)
    }

    /// Makes it.
    public init(_ folder: DataFolder, clock: any BankClock) {
        self.folder = folder
        self.clock = clock
    }

    /// Writes a backup, and notes it in the bank's folder.
    ///
    /// No file has its name before all of them are whole and on the disk, and the backup is noted: one
    /// that nobody knows of would lose its key. It is noted before its first file is written as well:
    /// what a process leaves that dies is known by that.
    ///
    /// - Parameters:
    ///   - path: The file; nothing may be there.
    ///   - includesKeys: Whether the master keys and the keys of certificates go beside it.
    /// - Returns: The files that were written.
    /// - Throws: ``DaemonError``: `cannotCreate` with the file and the cause, `configuration` where
    ///   somebody else decides where the path leads, `tryLater` when a master key that it needs was
    ///   removed while it was made, or a certificate and its key do not fit.
    public func write(to path: String, includesKeys: Bool) async throws -> [String] {
        try folder.requireBank()
        try folder.requirePrivate()
        try PrivacyFault.requireOwnWay(to: path)
        try requireTarget(path)
        let files = BackupFiles(path: path)
        try makeRoom(for: files)
        let keysBefore = try folder.keys.numbers()
        let book = BackupBook(folder)
        var line = BackupLine(
            madeAt: clock.now(),
            path: PathWay.whole(path),
            // Before all is in the drafts it cannot be put back, and needs none.
            masterKeys: [],
            hasKeys: false,
            isFinished: false
        )
        try note(line, in: book)
        var draft = BackupDraft(files)
        do {
            try draft.add("") { try copyBooks(to: $0) }
            try addFiles(to: &draft, includesKeys)
            let manifest = try await self.manifest(of: draft)
            let whole = self.line(about: manifest, at: line.path)
            let required = self.keys(required: manifest, draft, keysBefore)
            try note(whole, in: book, requiring: required, inPlaceOf: line)
            line = whole
            try draft.finish(manifest)
            try publish(draft, line, in: book)
            return manifest.files.map { files.path + $0.suffix } + [files.manifest]
        } catch {
            draft.discard()
            // What is left, as on a disk that fails, the same command removes by the line. One that
            // stays without need asks for a key too many, and is known as that of no whole backup.
            if !BackupLeftovers(files).areThere { try? book.remove(line) }
            throw error
        }
    }

    /// The files that the settings name and that no backup holds: those outside the bank's own places.
    public func filesLeftOut(by settings: DaemonConfiguration) -> [String] {
        let held = BackupPart.all(in: folder, includesSecrets: true)
            .map { "\(folder.path)/\($0.place)" }
        var left: [String] = []
        for (file, _) in settings.tlsPlaces where !left.contains(file) {
            let isHeld = held.contains { PrivateFile.isSamePlace($0, file) }
            if !isHeld { left.append(file) }
        }
        return left
    }

    /// Makes sure that a backup may be written to a path.
    private func requireTarget(_ path: String) throws(DaemonError) {
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
        guard !BackupLeftovers.isNamedAsDraft(path) else {
            throw DaemonError(
                "\(path) ends like a file of an unfinished backup, with which it would be removed. "
                    + "Choose another name.",
                .cannotCreate
            )
        }
    }

    /// Makes sure that nothing has the name; what a process left that died while it made this backup
    /// goes.
    private func makeRoom(for files: BackupFiles) throws(DaemonError) {
        let leftovers = BackupLeftovers(files)
        // With its manifest a backup is whole.
        if !PrivateFile.exists(files.manifest) {
            try leftovers.remove(notedIn: BackupBook(folder))
        }
        try leftovers.requireNone()
    }

    private func manifest(of draft: BackupDraft) async throws -> BackupManifest {
        let now = clock.now()
        let listed = draft.listed
        let books = draft.path("")
        do {
            return try await LedgerBooksReader(path: books).read { reader in
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
        } catch let error as LedgerStoreError {
            // SQLite names no file.
            throw DaemonError("\(books) cannot be read: \(error.message)", .cannotCreate)
        }
    }

    /// The line about a backup all of whose files are whole, and none has its name.
    private func line(about manifest: BackupManifest, at path: String) -> BackupLine {
        BackupLine(
            madeAt: manifest.madeAt,
            path: path,
            masterKeys: manifest.masterKeys,
            hasKeys: manifest.hasKeys(manifest.masterKeys),
            isFinished: false
        )
    }

    /// The master keys without which the backup is not to be, of those that are not beside it.
    ///
    /// One that was lost before the books were copied forbids no backup; one that was removed since
    /// does.
    private func keys(
        required manifest: BackupManifest,
        _ draft: BackupDraft,
        _ keysBefore: [MasterKey.Number]
    ) -> [MasterKey.Number] {
        let beside = draft.listed.compactMap { BackupFiles.keyNumber(ofSuffix: $0.suffix) }
        let newest = keysBefore.last ?? .max
        return manifest.masterKeys.filter { number in
            !beside.contains(number) && (keysBefore.contains(number) || number > newest)
        }
    }

    /// Gives the files their names, and notes that they have them.
    ///
    /// - Throws: `cannotCreate` with the file that cannot be written; none has its name then.
    private func publish(
        _ draft: BackupDraft,
        _ line: BackupLine,
        in book: BackupBook
    ) throws(DaemonError) {
        try draft.publish()
        var finished = line
        finished.isFinished = true
        do throws(DaemonError) {
            try note(finished, in: book)
        } catch {
            draft.withdraw()
            throw error
        }
    }

    private func note(
        _ line: BackupLine,
        in book: BackupBook,
        requiring keys: [MasterKey.Number] = [],
        inPlaceOf begun: BackupLine? = nil
    ) throws(DaemonError) {
        do throws(DaemonError) {
            try book.add(line, requiring: keys, inPlaceOf: begun)
        } catch {
            throw DaemonError(
                "The backup \(line.path) cannot be added to the list of backups, and so it was not "
                    + "made: \(error.description)",
                error.status
            )
        }
    }
}
