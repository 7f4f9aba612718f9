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
        /// The files of the folder that were not there and came from the backup, and the keys that came
        /// from that of a restoration which did not end.
        public let takenFiles: [String]
        /// The books that restorations which did not end had put aside, oldest first.
        public let earlierBooks: [String]
        /// Where the books are that were there before; nil when there were none.
        public let previousBooks: String?
        /// The files that a restoration which did not end had left, and that are gone now.
        public let removedFiles: [String]

        /// All books that were put aside and nobody was told of before, oldest first.
        public var booksAside: [String] { earlierBooks + [previousBooks].compactMap(\.self) }
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
    /// It may die at any point and be called again; one that is refused leaves the folder as it was,
    /// but for the line of the backup in a list of backups that was there.
    ///
    /// - Parameters:
    ///   - path: The file of the backup.
    ///   - tell: Tells what was done. Where it fails, `check` and the next restoration name the books
    ///     that were put aside.
    /// - Returns: What was done.
    /// - Throws: ``DaemonError``: `tryLater` while another process has the bank open, `badData` when
    ///   the backup is damaged, `unavailable` for books whose last commits lie beside them under
    ///   another name, `cannotCreate` when the disk is full or fails, `noInput` when a key that it
    ///   needs, or a part of it, is not there, `configuration` where somebody else decides where a path
    ///   leads; what the telling throws.
    public func restore(
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
        // Put aside without their log, they would be in no file any more as they were.
        if let cutOff = await CutOffBooks.find(in: folder), cutOff.hasLog { throw cutOff.refusal }
        let taken = RestorationTaken(folder)
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
            // What cannot be removed is in nobody's way: `check` names it, and the next restoration
            // begins by removing it. Without the place, the draft is somebody else's; and where a
            // restoration has left the books aside alone, it is what `check` tells that by.
            let isAmid = (hadBooks || hadDraft) && folder.hasBooksAsideAlone
            let listed = place == nil ? [] : taken.standing
            if place != nil, !isAmid { try? removeDraft() }
            traces.remove()
            // What an earlier one took is still no file of the folder's own. Where that cannot be
            // written, the folder is as full or as broken as the refusal says.
            let left = listed.filter { folder.hasPart($0.suffix) }
            if !left.isEmpty { try? taken.note(left) }
            throw error
        }
    }

    private func lockPlace(_ traces: inout RestorationTraces) throws(DaemonError) -> LockedBooks {
        let isNew = !PrivateFile.exists(folder.lockPath)
        do {
            let place = try LockedBooks(path: folder.booksPath)
            if isNew { traces.addOther(folder.lockPath) }
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
        // Read before the files that tell it go.
        let cutOff = await CutOffBooks.find(in: folder)
        let keys = try makeRoom(for: manifest, &left)
        try removeDraft(keeping: RestorationTaken(folder).path)
        try copyBooks(files, manifest)
        try takeKeys(files, manifest, &traces)
        try takeFiles(files, manifest, &traces)
        let head = try await proveDraft(manifest)
        try note(files, manifest, &traces)
        let asides = RestorationAsides(folder).paths
        let hasBooks = PrivateFile.exists(folder.booksPath)
        let known = hasBooks ? await BooksEndFile.end(ofBooksIn: folder) : nil
        let end = cutOff?.end ?? known
        let taken = traces.files + keys
        let previous = try exchange(in: place, end, &traces)
        // From here on all of it is the folder's own. A list that stays tells so too, by the books
        // that it names, and goes at the end.
        let list = RestorationTaken(folder).path
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

    /// Notes what the folder takes from a backup, and makes room for it.
    ///
    /// A restoration that did not end may have taken files of its own backup: those go.
    ///
    /// - Parameters:
    ///   - manifest: The backup's.
    ///   - removed: Gets those that went and that the backup has nothing for.
    /// - Returns: The keys of the other backup that stay: they only open what is there.
    /// - Throws: `cannotCreate` when the list cannot be written or a file cannot be removed.
    private func makeRoom(
        for manifest: BackupManifest,
        _ removed: inout [String]
    ) throws(DaemonError) -> [String] {
        let list = RestorationTaken(folder)
        let earlier = list.standing
        let known = Set(earlier.map(\.suffix))
        let parts = manifest.files.filter { part in
            guard folder.target(ofPart: part.suffix) != nil else { return false }
            return !folder.hasPart(part.suffix) || known.contains(part.suffix)
        }
        guard !earlier.isEmpty || !parts.isEmpty else { return [] }
        // Both, since it may die before the others are gone.
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
        let bytes = try PrivateFile.read(files.manifest, byteLimit: BackupManifest.byteLimit)
        guard let manifest = BackupManifest(encoded: bytes) else {
            throw DaemonError("\(files.manifest) is no manifest of a backup.", .badData)
        }
        return manifest
    }

    /// Removes the draft of the books, the books themselves last: while they are there, those of the
    /// bank were not replaced.
    ///
    /// It stops at a file that stays, and not where only the disk refuses to keep that one is gone.
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
            guard let part = BackupPart(suffix: file.suffix) else { continue }
            let target = "\(folder.path)/\(part.place)"
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
