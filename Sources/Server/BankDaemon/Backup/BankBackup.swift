import LocalFiles
package import LedgerService
import LedgerStoreSQLite

/// Makes backups of a bank, whether a server runs or not.
///
/// `FILE` is the books as of one commit, as an SQLite database of its own. The settings and
/// certificates are beside it. `FILE.manifest` lists all files of the backup with their hashes.
/// Keys are included only on request. Whoever has books and keys can read every secret, so they are
/// better kept apart.
package struct BankBackup: Sendable {
    let folder: DataFolder
    private let clock: any BankClock
    /// Copies a file of the folder; replaced by tests.
    var copyFile: @Sendable (_ source: String, _ target: String) throws -> Void = {
        try PrivateFile.copy($0, to: $1)
    }

    /// Creates a backup maker for a data folder.
    package init(_ folder: DataFolder, clock: any BankClock) {
        self.folder = folder
        self.clock = clock
    }

    /// Writes a backup and records it in the bank's folder.
    ///
    /// No file gets its final name before all files are complete and on the disk, and the backup is
    /// recorded. An unrecorded backup could lose its key. It is also recorded before its first file
    /// is written, so that the leftovers of a process that dies can be identified.
    ///
    /// - Throws: ``DaemonError``: `cannotCreate` with the file and the cause, `configuration` if
    ///   another user controls the path, `tryLater` if a needed master key was removed meanwhile,
    ///   or a certificate and its key do not match.
    package func write(to path: String, includesKeys: Bool) async throws -> [String] {
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
            // Until all drafts are complete, the backup cannot be restored and needs no keys.
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
            // All files are complete but not yet published.
            let whole = BackupLine(
                madeAt: manifest.madeAt,
                path: line.path,
                masterKeys: manifest.masterKeys,
                hasKeys: manifest.hasKeys(manifest.masterKeys),
                isFinished: false
            )
            let required = self.keys(required: manifest, draft, keysBefore)
            try note(whole, in: book, requiring: required, inPlaceOf: line)
            line = whole
            try draft.finish(manifest)
            try publish(draft, line, in: book)
            return manifest.files.map { files.path + $0.suffix } + [files.manifest]
        } catch {
            draft.discard()
            // The same command removes leftovers, as on a failing disk, by means of this line. A
            // line that stays needlessly asks for one key too many, and is marked as unfinished.
            if !BackupLeftovers(files: files).areThere { try? book.remove(line) }
            throw error
        }
    }

    /// Returns the files named in the settings that no backup contains, as they lie elsewhere.
    package func filesLeftOut(by settings: DaemonConfiguration) -> [String] {
        let held = BackupPart.all(in: folder, includesSecrets: true)
            .map { "\(folder.path)/\($0.place)" }
        var left: [String] = []
        for (file, _) in settings.tlsPlaces where !left.contains(file) {
            let isHeld = held.contains { PrivateFile.isSamePlace($0, file) }
            if !isHeld { left.append(file) }
        }
        return left
    }

    /// Checks that a backup may be written to a path.
    private func requireTarget(_ path: String) throws(DaemonError) {
        let target = LocalFolder.folder(of: path)
        guard LocalFolder.exists(target) else {
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

    /// Removes the leftovers of a process that died in the same backup, and requires free names.
    private func makeRoom(for files: BackupFiles) throws(DaemonError) {
        let leftovers = BackupLeftovers(files: files)
        // A backup with its manifest is complete.
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
            // SQLite does not name the file.
            throw DaemonError("\(books) cannot be read: \(error.message)", .cannotCreate)
        }
    }

    /// Returns the master keys outside the backup that have to exist for it to be recorded.
    ///
    /// A key that was missing before the books were copied does not prevent a backup. A key that
    /// was removed since does.
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

    /// Publishes the files and records that the backup is finished.
    ///
    /// - Throws: `cannotCreate` with the file that cannot be written; no file has its final name
    ///   then.
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
