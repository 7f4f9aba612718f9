import CoreVocabulary
import DurableFolders
import FoundationEssentials
import Glibc
import PrivatePaths

/// The files that a process left which died while it made a backup.
///
/// The line of an unfinished backup in this bank's list tells whose they are: a draft is known by its
/// name then, and what has its name already by the manifest, which gets its own last and says what is
/// in each file. Without such a line they may be another bank's, or of somebody who knows nothing of
/// backups.
struct BackupLeftovers {
    private let files: BackupFiles

    init(_ files: BackupFiles) {
        self.files = files
    }

    /// Removes them, and takes the backup that was never made out of the list.
    ///
    /// Nothing is removed when the list does not know of an unfinished backup at this very place, or
    /// when the manifest is that of another one. A process may die at any point of it: the next one
    /// goes on, for the draft of the manifest is the last file, and the line goes after that.
    ///
    /// - Throws: `cannotCreate` with the file that cannot be removed.
    func remove(notedIn book: BackupBook) throws(DaemonError) {
        let lines = try book.unfinished(at: BackupLocation(PathWay.whole(files.path)))
        guard !lines.isEmpty else { return }
        if PrivateFile.exists(files.manifestDraft) {
            guard let manifest = try unfinishedManifest(),
                lines.contains(where: { $0.madeAt == manifest.madeAt })
            else { return }
            for file in manifest.files { try removeNamed(file) }
        }
        for file in drafts where file != files.manifestDraft && Self.isFile(file) {
            try PrivateFile.remove(file)
        }
        if Self.isFile(files.manifestDraft) { try PrivateFile.remove(files.manifestDraft) }
        for line in lines { try book.remove(line) }
    }

    /// Makes sure that nothing has the name of the backup, or of one of its drafts.
    ///
    /// - Throws: `cannotCreate` with the first file that is there.
    func requireNone() throws(DaemonError) {
        for file in [files.path, files.manifest] where PrivateFile.exists(file) {
            throw DaemonError("\(file) is there already; choose another name.", .cannotCreate)
        }
        if let file = drafts.first { throw Self.refusal(file) }
    }

    /// True if something has the name of a draft of this backup.
    var areThere: Bool { !drafts.isEmpty }

    /// True if a path ends as that of a draft does: what is there may be removed with the drafts of
    /// another backup.
    static func isNamedAsDraft(_ path: String) -> Bool {
        let name = PrivateFile.name(of: path)
        return BackupFiles.draftEnds.contains { end in
            name.suffix(end.utf8.count).elementsEqual(end.utf8)
        }
    }

    /// The error of a file that has the name of a draft and is none of a backup that the list knows.
    static func refusal(_ file: String) -> DaemonError {
        DaemonError(
            "\(file) is there already, and no unfinished backup of this bank is known to have left it. "
                + "Choose another name.",
            .cannotCreate
        )
    }

    /// The manifest that did not get its name; nil where there is none.
    private func unfinishedManifest() throws(DaemonError) -> BackupManifest? {
        guard !PrivateFile.exists(files.manifest), Self.isFile(files.manifestDraft) else {
            return nil
        }
        return BackupManifest(
            encoded: try PrivateFile.read(files.manifestDraft, byteLimit: BackupManifest.byteLimit)
        )
    }

    /// Removes a file of the manifest, if it has its name and is the one that got it.
    private func removeNamed(_ file: BackupManifest.File) throws(DaemonError) {
        let path = files.path + file.suffix
        // A manifest comes from outside, and must lead to nothing else.
        guard BackupFiles.isPart(file.suffix), Self.isFile(path) else { return }
        let found = try FileDigest(path)
        guard found.byteCount == file.byteCount, found.digest == file.digest else { return }
        try PrivateFile.remove(path)
    }

    /// Whatever is under the names of drafts of this backup, but for folders, which nobody writes over.
    private var drafts: [String] {
        let name = PrivateFile.name(of: files.path)
        let folder = DurableFolder.folder(of: files.path)
        // In a folder that cannot be listed each file is looked for before it is written.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.utf8.starts(with: name) }
            .map { String(decoding: $0.utf8.dropFirst(name.count), as: UTF8.self) }
            .filter(BackupFiles.isDraft)
            .map { files.path + $0 }
            .filter { Self.kind($0) != S_IFDIR }
            .sorted()
    }

    private static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }

    private static func kind(_ path: String) -> mode_t? {
        PrivateFile.status(path).map { $0.st_mode & S_IFMT }
    }
}
