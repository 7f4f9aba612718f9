package import CoreVocabulary
package import LedgerService
import LedgerStoreSQLite
import LocalFiles

/// Restores a bank's books from a backup.
///
/// Everything is verified on a copy before anything is changed: the manifest's hashes, every chain
/// and sum of the books, and that the keys open every secret. The old books stay beside the new
/// ones. The new ones begin a new epoch, by which consoles with later data notice the restoration.
package struct BankRestoration: Sendable {
    /// The result of a restoration.
    package struct Report: Hashable, Sendable {
        /// The epoch that began.
        package let epoch: UInt64
        /// Time at which the backup was made.
        package let madeAt: Instant
        /// Missing files of the folder that came from the backup, and keys that an unfinished
        /// restoration took from its own backup.
        package let takenFiles: [String]
        /// Books that unfinished restorations had set aside, oldest first.
        package let earlierBooks: [String]
        /// Path of the books before the restoration; nil if there were none.
        package let previousBooks: String?
        /// Files that an unfinished restoration had left and that were removed.
        package let removedFiles: [String]

        /// All books set aside and not reported before, oldest first.
        package var booksAside: [String] { earlierBooks + [previousBooks].compactMap(\.self) }
    }

    let folder: DataFolder
    let clock: any BankClock
    let log: any BankLog

    /// Creates a restoration for a data folder.
    package init(_ folder: DataFolder, clock: any BankClock, log: any BankLog) {
        self.folder = folder
        self.clock = clock
        self.log = log
    }

    var draftPath: String { folder.restoringPath }

    /// Restores the books from a backup.
    ///
    /// The process may die at any point, and the restoration can be repeated. A refused restoration
    /// leaves the folder as it was, except for the backup's line in an existing list of backups.
    ///
    /// If `tell` fails, `check` and the next restoration name the books that were set aside.
    ///
    /// - Throws: ``DaemonError``: `tryLater` while another process has the bank open, `badData` if
    ///   the backup is damaged, `unavailable` for books whose last commits are beside them under
    ///   another name, `cannotCreate` if the disk is full or fails, `noInput` if a needed key or
    ///   part is missing, `configuration` if another user controls a path. Also errors of `tell`.
    package func restore(
        from path: String,
        telling tell: (Report) throws -> Void = { _ in }
    ) async throws -> Report {
        if let refusal = folder.demoRefusal {
            throw DaemonError(refusal.description, .cannotCreate)
        }
        for place in [path, folder.path] { try PrivacyFault.requireOwnWay(to: place) }
        let files = BackupFiles(path: path)
        let manifest = try manifest(files)
        try prove(partsOf: files, manifest)
        // Set aside without their log, these books would exist nowhere in their true state.
        if let cutOff = await CutOffBooks.find(in: folder), cutOff.hasLog { throw cutOff.refusal }
        let taken = RestorationTaken(folder: folder)
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
            let report = try await replaceBooks(files, manifest, in: locked, &traces)
            try tell(report)
            try end()
            return report
        } catch {
            // Files that cannot be removed do no harm. `check` names them, and the next restoration
            // removes them first. Without the lock, the draft belongs to another process. If an
            // earlier restoration died after it had set the books aside, the draft shows that to
            // `check`.
            let isAmid = (hadBooks || hadDraft) && folder.hasBooksAsideAlone
            let listed = place == nil ? [] : taken.standing
            if place != nil, !isAmid { try? removeDraft() }
            traces.remove()
            // Files taken by an earlier restoration still do not count as the folder's own. If the
            // list cannot be written, the disk is as full or as broken as the error says.
            let left = listed.filter { folder.hasPart($0.suffix) }
            if !left.isEmpty { try? taken.note(left) }
            throw error
        }
    }

    private func lockPlace(_ traces: inout RestorationTraces) throws(DaemonError) -> LockedBooks {
        let isNew = !PrivateFile.exists(folder.lockPath)
        do {
            let place = try LockedBooks(path: folder.booksPath)
            if isNew { traces.others.append(folder.lockPath) }
            return place
        } catch {
            throw error.code == .inUse ? inUse : DaemonError(error.message, .unavailable)
        }
    }

    private var inUse: DaemonError {
        let socket = folder.adminSocketPath
        let hint =
            PrivateFile.exists(socket)
            ? ""
            : " If it is a server, somebody removed \(socket), where it takes commands."
        return DaemonError(
            "Another process has the bank in \(folder.path) open. If it is a server, stop it first; "
                + "if it is a command, such as another restore, wait for its end.\(hint)",
            .tryLater
        )
    }

    private func replaceBooks(
        _ files: BackupFiles,
        _ manifest: BackupManifest,
        in place: LockedBooks,
        _ traces: inout RestorationTraces
    ) async throws -> Report {
        var left = folder.restorationFiles
        // Read before the files are removed that reveal it.
        let cutOff = await CutOffBooks.find(in: folder)
        let keys = try makeRoom(for: manifest, &left)
        try removeDraft(keeping: RestorationTaken(folder: folder).path)
        try copyBooks(files, manifest)
        try takeKeys(files, manifest, &traces)
        try takeFiles(files, manifest, &traces)
        let head = try await proveDraft(manifest)
        try note(files, manifest, &traces)
        let asides = RestorationAsides(folder: folder).paths
        let hasBooks = PrivateFile.exists(folder.booksPath)
        let known = hasBooks ? await BooksEndFile.end(ofBooksIn: folder) : nil
        let end = cutOff?.end ?? known
        let taken = traces.files + keys
        let previous = try exchange(in: place, end, &traces)
        // From here on all files are the folder's own. A list that remains shows this by the books
        // it names, and is removed at the end.
        let list = RestorationTaken(folder: folder).path
        if PrivateFile.exists(list) { try? PrivateFile.remove(list) }
        try removeMark()
        try remember(head)
        return Report(
            epoch: head.epoch,
            madeAt: manifest.madeAt,
            takenFiles: taken,
            earlierBooks: asides.map { PathWay.whole($0) },
            previousBooks: previous,
            removedFiles: left
        )
    }

    /// Lists the files to take from a backup, and removes those that an unfinished restore took.
    ///
    /// Returns the keys from the earlier backup that stay; they only open what is there. `removed`
    /// receives the removed files that the backup does not replace.
    private func makeRoom(
        for manifest: BackupManifest,
        _ removed: inout [String]
    ) throws(DaemonError) -> [String] {
        let list = RestorationTaken(folder: folder)
        let earlier = list.standing
        let known = Set(earlier.map(\.suffix))
        let parts = manifest.files.filter { part in
            guard folder.target(ofPart: part.suffix) != nil else { return false }
            return !folder.hasPart(part.suffix) || known.contains(part.suffix)
        }
        guard !earlier.isEmpty || !parts.isEmpty else { return [] }
        // Both lists, because the process may die before the earlier files are gone.
        try list.note(parts + earlier.filter { !parts.contains($0) })
        var keys: [String] = []
        for part in earlier {
            guard let target = folder.target(ofPart: part.suffix) else { continue }
            let isReplaced = parts.contains { $0.suffix == part.suffix }
            guard isReplaced || BackupFiles.keyNumber(ofSuffix: part.suffix) == nil else {
                keys.append(target)
                continue
            }
            try PrivateFile.remove(target)
            if !isReplaced { removed.append(target) }
        }
        return keys
    }

    private func manifest(_ files: BackupFiles) throws(DaemonError) -> BackupManifest {
        guard let manifest = try BackupManifest.read(files.manifest) else {
            throw DaemonError("\(files.manifest) is no manifest of a backup.", .badData)
        }
        return manifest
    }

    /// Removes the draft's files, the draft of the books last.
    ///
    /// While it exists, the bank's books were not replaced. It stops at a file that remains. It
    /// does not stop if only the durability of a removal cannot be ensured.
    func removeDraft(keeping kept: String? = nil) throws(DaemonError) {
        var failed: DaemonError?
        for file in folder.restorationFiles.reversed() where file != kept {
            do {
                try PrivateFile.remove(file)
            } catch {
                guard !PrivateFile.exists(file) else { throw error }
                failed = error
            }
        }
        if let failed { throw failed }
    }

    /// Copies the books and verifies the copy, so that the opened file is the verified one.
    private func copyBooks(_ files: BackupFiles, _ manifest: BackupManifest) throws(DaemonError) {
        guard let expected = manifest.files.first(where: { $0.suffix.isEmpty }) else {
            throw DaemonError("\(files.manifest) names no books.", .badData)
        }
        try PrivateFile.copy(files.path, to: draftPath)
        try prove(draftPath, expected, as: files.path)
    }

    /// Takes the missing master keys from the backup.
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
            traces.files.append(folder.keys.file(number))
        }
    }

    /// Takes the missing settings and certificates from the backup.
    private func takeFiles(
        _ files: BackupFiles,
        _ manifest: BackupManifest,
        _ traces: inout RestorationTraces
    ) throws(DaemonError) {
        for file in manifest.files {
            guard let part = BackupPart(suffix: file.suffix) else { continue }
            let target = "\(folder.path)/\(part.place)"
            guard !PrivateFile.exists(target) else { continue }
            for needed in [folder.tls.path, folder.tls.devicesPath] {
                try traces.makeFolder(needed)
            }
            // Written atomically, because the next restoration takes an existing file for the
            // folder's own.
            let bytes = try PrivateFile.readSecret(
                files.path + file.suffix,
                byteLimit: TLSFolder.fileByteLimit
            )
            try PrivateFile.write(bytes, to: target)
            traces.files.append(target)
        }
    }
}
