import Cryptography
import LedgerStoreSQLite

/// The files of a backup while it is made: none has its final name before all are whole.
struct BackupDraft {
    private let files: BackupFiles
    private(set) var listed: [BackupManifest.File] = []
    private var begun: [String] = []

    /// Begins; nothing may be under the names of drafts.
    init(_ files: BackupFiles) {
        self.files = files
    }

    /// Where a file is until all are whole.
    func path(_ suffix: String) -> String { files.path + suffix + BackupFiles.draftSuffix }

    /// The files of the books while they are copied: SQLite has some of its own beside them.
    private var bookFiles: [String] {
        ([""] + BooksSuffix.ofSQLite).map { path("") + $0 }
    }

    /// Writes a file with a body that is given its path, and lists it with its hash.
    ///
    /// - Throws: `cannotCreate` with the file that has the name of the draft, or of one that SQLite
    ///   makes beside it: it is not ours, and stays. What the body throws.
    mutating func add(
        _ suffix: String,
        _ write: (_ path: String) throws -> Void
    ) throws {
        let draft = path(suffix)
        for file in suffix.isEmpty ? bookFiles : [draft] where PrivateFile.exists(file) {
            throw BackupLeftovers.refusal(file)
        }
        begun.append(suffix)
        try write(draft)
        let digest = try FileDigest(draft)
        listed.append(
            BackupManifest.File(
                suffix: suffix,
                byteCount: digest.byteCount,
                digest: digest.digest
            )
        )
    }

    /// Takes a file back that was added, so that it can be added anew.
    mutating func takeBack(_ suffix: String) throws(DaemonError) {
        try PrivateFile.remove(path(suffix))
        listed.removeAll { $0.suffix == suffix }
        begun.removeAll { $0 == suffix }
    }

    /// Writes the manifest, as the last file that needs room on the disk.
    ///
    /// What SQLite left beside the books when it read them goes: it holds nothing that they lack.
    func finish(_ manifest: BackupManifest) throws(DaemonError) {
        for left in bookFiles.dropFirst() where PrivateFile.exists(left) {
            try PrivateFile.remove(left)
        }
        try PrivateFile.write(manifest.encoded, to: files.manifestDraft)
    }

    /// Gives all files their names, the manifest last; when one cannot have it, none keeps it.
    func publish() throws(DaemonError) {
        var published: [String] = []
        do {
            for suffix in listed.map(\.suffix) {
                try PrivateFile.rename(path(suffix), to: files.path + suffix)
                published.append(files.path + suffix)
            }
            // A power cut must leave no manifest of files that lost their names.
            try PrivateFile.synchronise(around: files.path)
            try PrivateFile.rename(files.manifestDraft, to: files.manifest)
            published.append(files.manifest)
            try PrivateFile.synchronise(around: files.path)
        } catch {
            if published.last == files.manifest { withdraw() } else { discard(published) }
            throw error
        }
    }

    /// Removes files that have their names already: the backup is not to be.
    func withdraw() {
        // By its manifest as a draft the same command knows what is left of one that is removed by half.
        try? PrivateFile.rename(files.manifest, to: files.manifestDraft)
        discard(listed.map { files.path + $0.suffix } + [files.manifest])
    }

    /// Removes what was written so far, the draft of the manifest last, and only when all else is gone:
    /// by it the same command knows what is left.
    func discard(_ published: [String] = []) {
        let drafts = (begun.contains("") ? bookFiles : []) + begun.map(path)
        var isGone = true
        for file in Array(published.reversed()) + drafts where PrivateFile.exists(file) {
            // What cannot be removed is not taken for a backup: it lacks a manifest, or its name.
            try? PrivateFile.remove(file)
            if PrivateFile.exists(file) { isGone = false }
        }
        if isGone, !begun.isEmpty { try? PrivateFile.remove(files.manifestDraft) }
    }
}
