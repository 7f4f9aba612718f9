import Cryptography
import LedgerStoreSQLite

/// The files of a backup while it is made: none has its final name before all are whole.
struct BackupDraft {
    private let files: BackupFiles
    private(set) var listed: [BackupManifest.File] = []
    private var begun: [String] = []

    /// Begins; what a process that died left under the names of drafts goes.
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
    mutating func add(
        _ suffix: String,
        _ write: (_ path: String) throws -> Void
    ) throws {
        let draft = path(suffix)
        begun.append(suffix)
        for left in suffix.isEmpty ? bookFiles : [draft] where PrivateFile.exists(left) {
            try PrivateFile.remove(left)
        }
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

    private var manifestSuffix: String { String(files.manifest.dropFirst(files.path.count)) }

    /// Writes the manifest, as the last file that needs room on the disk.
    func finish(_ manifest: BackupManifest) throws(DaemonError) {
        try PrivateFile.write(manifest.encoded, to: path(manifestSuffix))
    }

    /// Gives all files their names, the manifest last; when one cannot have it, none keeps it.
    func publish() throws(DaemonError) {
        var published: [String] = []
        do {
            for suffix in listed.map(\.suffix) + [manifestSuffix] {
                try PrivateFile.rename(path(suffix), to: files.path + suffix)
                published.append(files.path + suffix)
            }
            try PrivateFile.synchronise(around: files.path)
        } catch {
            discard(published)
            throw error
        }
    }

    /// Removes what was written so far.
    func discard(_ published: [String] = []) {
        let drafts = bookFiles + (begun + [".manifest"]).map(path) + published
        for file in drafts where PrivateFile.exists(file) {
            // What cannot be removed is not taken for a backup: it lacks a manifest, or its name.
            try? PrivateFile.remove(file)
        }
    }
}
