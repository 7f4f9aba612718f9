public import CoreVocabulary
public import LedgerService
import LedgerStoreSQLite
import PrivatePaths

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
        /// When the backup was made: what the bank said after that is not in the books.
        public let madeAt: Instant
        /// The files of the folder that were not there and came from the backup.
        public let takenFiles: [String]
        /// Where the books are that were there before; nil when there were none.
        public let previousBooks: String?
        /// The files that a restoration which did not end had left, and that are gone now.
        public let removedFiles: [String]
    }

    let folder: DataFolder
    let clock: any BankClock
    let log: any BankLog

    /// Makes it.
    public init(_ folder: DataFolder, clock: any BankClock, log: any BankLog) {
        self.folder = folder
        self.clock = clock
        self.log = log
    }

    var draftPath: String { folder.restoringPath }

    /// Puts books back.
    ///
    /// It may die at any point and be called again; one that is refused leaves the folder as it was.
    ///
    /// - Parameter path: The file of the backup.
    /// - Returns: What was done.
    /// - Throws: ``DaemonError``: `tryLater` while a server has the bank open, `badData` when the
    ///   backup is damaged, `noInput` when a key that it needs, or a part of it, is not there,
    ///   `configuration` where somebody else decides where a path leads.
    public func restore(from path: String) async throws -> Report {
        try PrivacyFault.requireOwnWay(to: path)
        let files = BackupFiles(path: path)
        let manifest = try manifest(files)
        try prove(partsOf: files, manifest)
        var traces = RestorationTraces()
        var place: LockedBooks?
        let hadBooks = PrivateFile.exists(folder.booksPath)
        let hadDraft = PrivateFile.exists(folder.restoringPath)
        defer { place?.release() }
        do {
            for needed in [folder.path, folder.keys.path] { try traces.makeFolder(needed) }
            try folder.requirePrivate()
            let locked = try lockPlace(&traces)
            place = locked
            return try await replaceBooks(files, manifest, in: locked, &traces)
        } catch {
            // What cannot be removed is in nobody's way: `check` names it, and the next restoration
            // begins by removing it. Without the place, the draft is somebody else's; and where a
            // restoration has left the books aside alone, it is what `check` tells that by.
            let isAmid = (hadBooks || hadDraft) && folder.hasBooksAsideAlone
            if place != nil, !isAmid { try? removeDraft() }
            traces.remove()
            throw error
        }
    }

    private func lockPlace(_ traces: inout RestorationTraces) throws(DaemonError) -> LockedBooks {
        let isNew = !PrivateFile.exists(folder.lockPath)
        do {
            let place = try LockedBooks(path: folder.booksPath)
            if isNew { traces.addLock(folder.lockPath) }
            return place
        } catch {
            throw DaemonError(
                error.code == .inUse
                    ? "A server has the bank in \(folder.path) open; stop it first."
                    : error.message,
                error.code == .inUse ? .tryLater : .unavailable
            )
        }
    }

    private func replaceBooks(
        _ files: BackupFiles,
        _ manifest: BackupManifest,
        in place: LockedBooks,
        _ traces: inout RestorationTraces
    ) async throws -> Report {
        let left = folder.restorationFiles
        try removeDraft()
        try copyBooks(files, manifest)
        try takeKeys(files, manifest, &traces)
        try takeFiles(files, manifest, &traces)
        let head = try await proveDraft(manifest)
        let aside = unusedPath()
        let hadBooks = PrivateFile.exists(folder.booksPath)
        // Before they move: of a process that dies in between they would be aside without it.
        let endFile = BooksEndFile(besides: aside)
        if hadBooks, let end = await BooksEndFile.end(ofBooksIn: folder) { try endFile.write(end) }
        // Of the books that go; a process that dies before the new one is written leaves none.
        let oldHead = AuditHeadFile(folder)
        let hadHead = try oldHead.setAside()
        do {
            try place.replace(by: draftPath, movingTo: aside)
        } catch {
            // With the draft in the place of the books it would be the head of others. Where it cannot
            // be put back, the server writes it when it starts.
            if hadHead, PrivateFile.exists(draftPath) { try? oldHead.putBack() }
            // One that stays beside no books is in nobody's way.
            if !PrivateFile.exists(aside) { try? endFile.remove() }
            throw DaemonError(error.message, .cannotCreate)
        }
        // From here on the books need what came with them.
        let taken = traces.files
        traces = RestorationTraces()
        try remember(head, files, manifest)
        return Report(
            epoch: head.epoch,
            madeAt: manifest.madeAt,
            takenFiles: taken,
            previousBooks: hadBooks ? PathWay.whole(aside) : nil,
            removedFiles: left
        )
    }

    /// Writes down outside of the books what is to be known of them: also that the backup, which may
    /// be needed again, needs its keys.
    private func remember(
        _ head: AuditHeadFile.Head,
        _ files: BackupFiles,
        _ manifest: BackupManifest
    ) throws(DaemonError) {
        do {
            try EpochFile(folder).raise(to: head.epoch)
            try AuditHeadFile(folder).write(head)
            try removeDraft()
        } catch {
            throw DaemonError(
                "The books are those of the backup now, but: \(error.description) The server writes "
                    + "what is missing when it starts.",
                error.status
            )
        }
        do {
            // Manifests of earlier releases do not name them.
            var keys = manifest.masterKeys
            if keys.isEmpty { keys = try folder.keys.numbers() }
            try BackupBook(folder).add(
                BackupBook.Entry(
                    madeAt: manifest.madeAt,
                    path: PathWay.whole(files.path),
                    masterKeys: keys,
                    hasKeys: manifest.files.contains {
                        BackupFiles.keyNumber(ofSuffix: $0.suffix) != nil
                    }
                )
            )
        } catch {
            throw DaemonError(
                "The books are those of the backup now, but it cannot be added to the list of "
                    + "backups: \(error.description) Keep the master keys that it needs.",
                error.status
            )
        }
    }

    /// Where the books go that are replaced: a restore in the same second, or under a clock that was
    /// set back, keeps those of the one before.
    private func unusedPath() -> String {
        var number = clock.now().secondsSinceEpoch
        func path() -> String { folder.booksPath + ".before-\(number)" }
        // A log may be there without its books: of a process that died while it moved them.
        let suffixes = ["", BooksSuffix.log]
        while suffixes.contains(where: { PrivateFile.exists(path() + $0) }) { number += 1 }
        return path()
    }

    private func manifest(_ files: BackupFiles) throws(DaemonError) -> BackupManifest {
        let bytes = try PrivateFile.read(files.manifest, byteLimit: BackupManifest.byteLimit)
        guard let manifest = BackupManifest(encoded: bytes) else {
            throw DaemonError("\(files.manifest) is no manifest of a backup.", .badData)
        }
        return manifest
    }

    /// Removes the draft of the books, the books themselves last: while they are there, those of the
    /// bank were not replaced.
    private func removeDraft() throws(DaemonError) {
        for file in folder.restorationFiles.reversed() { try PrivateFile.remove(file) }
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
    private func takeKeys(
        _ files: BackupFiles,
        _ manifest: BackupManifest,
        _ traces: inout RestorationTraces
    ) throws(DaemonError) {
        let known = try folder.keys.numbers()
        for file in manifest.files {
            guard let number = BackupFiles.keyNumber(ofSuffix: file.suffix), !known.contains(number)
            else { continue }
            let path = files.path + file.suffix
            let bytes = try PrivateFile.readSecret(path, byteLimit: MasterKeyFile.byteCount)
            guard let key = MasterKeyFile.decode(bytes, number: number) else {
                throw DaemonError(
                    "\(path) is no key of this program, or is damaged. Put the key into "
                        + "\(folder.keys.path) from where the keys are kept.",
                    .badData
                )
            }
            try folder.keys.add(number, key)
            traces.add(folder.keys.file(number))
        }
    }

    /// Takes from the backup the settings and certificates that are not here.
    private func takeFiles(
        _ files: BackupFiles,
        _ manifest: BackupManifest,
        _ traces: inout RestorationTraces
    ) throws(DaemonError) {
        for file in manifest.files {
            guard let place = BackupPlace(suffix: file.suffix) else { continue }
            let target = "\(folder.path)/\(place.place)"
            guard !PrivateFile.exists(target) else { continue }
            for needed in [folder.tls.path, folder.tls.devicesPath] {
                try traces.makeFolder(needed)
            }
            // All of it or nothing: the next restoration takes what is there for the folder's own.
            let bytes = try PrivateFile.readSecret(
                files.path + file.suffix,
                byteLimit: TLSFolder.fileByteLimit
            )
            try PrivateFile.write(bytes, to: target)
            traces.add(target)
        }
    }
}
