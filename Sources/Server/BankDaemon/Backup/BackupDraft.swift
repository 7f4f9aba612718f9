import LedgerStoreSQLite

/// The files of a backup during its creation.
///
/// None gets its final name before all are complete.
struct BackupDraft {
    private let files: BackupFiles
    private(set) var listed: [BackupManifest.File] = []
    private var begun: [String] = []

    /// Creates an empty draft; no file may have a draft's name yet.
    init(_ files: BackupFiles) { self.files = files }

    /// Returns the path of a file until all files are complete.
    func path(_ suffix: String) -> String { files.path + suffix + BackupFiles.draftSuffix }

    /// The draft of the books with the files that SQLite makes beside it.
    private var bookFiles: [String] {
        ([""] + BooksSuffix.ofSQLite).map { path("") + $0 }
    }

    /// Lets a body write a file at its draft path, and lists it with its hash.
    ///
    /// - Throws: `cannotCreate` with the file that already has the name of the draft or of one of
    ///   SQLite's files beside it. Such a file is not ours and stays. Also errors of the body.
    mutating func add(_ suffix: String, _ write: (_ path: String) throws -> Void) throws {
        let draft = path(suffix)
        for file in suffix.isEmpty ? bookFiles : [draft] where PrivateFile.exists(file) {
            throw BackupLeftovers.refusal(file)
        }
        begun.append(suffix)
        try write(draft)
        listed.append(BackupManifest.File(suffix: suffix, content: try FileDigest(draft)))
    }

    /// Removes an added file so that it can be added again.
    mutating func takeBack(_ suffix: String) throws(DaemonError) {
        try PrivateFile.remove(path(suffix))
        listed.removeAll { $0.suffix == suffix }
        begun.removeAll { $0 == suffix }
    }

    /// Writes the manifest draft, the last file that needs disk space.
    ///
    /// Files that SQLite left beside the books when it read them are removed. They contain nothing
    /// that the books lack.
    func finish(_ manifest: BackupManifest) throws(DaemonError) {
        for left in bookFiles.dropFirst() where PrivateFile.exists(left) {
            try PrivateFile.remove(left)
        }
        try PrivateFile.write(manifest.encoded, to: files.manifestDraft)
    }

    /// Renames all files to their final names, the manifest last.
    ///
    /// If one rename fails, none of the files keeps its name.
    func publish() throws(DaemonError) {
        var published: [String] = []
        do {
            for suffix in listed.map(\.suffix) {
                try PrivateFile.rename(path(suffix), to: files.path + suffix)
                published.append(files.path + suffix)
            }
            // A power failure must not leave a manifest whose files have lost their names.
            try PrivateFile.synchronise(around: files.path)
            try PrivateFile.rename(files.manifestDraft, to: files.manifest)
            published.append(files.manifest)
            try PrivateFile.synchronise(around: files.path)
        } catch {
            if published.last == files.manifest { withdraw() } else { discard(published) }
            throw error
        }
    }

    /// Removes the published files of a backup that is given up.
    func withdraw() {
        // As a draft, the manifest tells the same command later which files of a half-removed
        // backup remain.
        try? PrivateFile.rename(files.manifest, to: files.manifestDraft)
        discard(listed.map { files.path + $0.suffix } + [files.manifest])
    }

    /// Removes all files written so far.
    ///
    /// The manifest draft goes last and only if all others are gone, because it tells the same
    /// command what is left.
    func discard(_ published: [String] = []) {
        let drafts = (begun.contains("") ? bookFiles : []) + begun.map(path)
        var isGone = true
        for file in Array(published.reversed()) + drafts where PrivateFile.exists(file) {
            // A file that cannot be removed is never taken for a backup, because it lacks a
            // manifest or its name.
            try? PrivateFile.remove(file)
            if PrivateFile.exists(file) { isGone = false }
        }
        // A draft that stays is removed by the next run of the same command.
        if isGone, !begun.isEmpty { try? PrivateFile.remove(files.manifestDraft) }
    }
}
