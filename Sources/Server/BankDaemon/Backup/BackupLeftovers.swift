import LocalFiles
import FoundationEssentials
import Glibc

/// The files left by a process that died while it made a backup.
///
/// The line of an unfinished backup in this bank's list shows whose files they are. Drafts are then
/// identified by their names. Files with final names are identified by the manifest, which gets its
/// own name last and describes each file. Without such a line, the files may belong to another bank
/// or to another program.
struct BackupLeftovers {
    let files: BackupFiles

    /// Removes the files, and then the line of the unfinished backup from the list.
    ///
    /// Nothing is removed if the list has no unfinished backup at this place, or if the manifest
    /// belongs to another backup. A process may die at any point here. The next one continues,
    /// because the manifest draft is the last file to be removed, and the line goes after it.
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

    /// Checks that no file has the name of the backup or of one of its drafts.
    func requireNone() throws(DaemonError) {
        for file in [files.path, files.manifest] where PrivateFile.exists(file) {
            throw DaemonError("\(file) is there already; choose another name.", .cannotCreate)
        }
        if let file = drafts.first { throw Self.refusal(file) }
    }

    /// True if a file has the name of a draft of this backup.
    var areThere: Bool { !drafts.isEmpty }

    /// Returns true if a path has the suffix of a draft.
    ///
    /// Such a file could be removed with the drafts of another backup.
    static func isNamedAsDraft(_ path: String) -> Bool {
        let name = PrivateFile.name(of: path)
        return BackupFiles.draftEnds.contains { end in
            name.suffix(end.utf8.count).elementsEqual(end.utf8)
        }
    }

    /// Returns the error for a file with a draft's name that no listed backup explains.
    static func refusal(_ file: String) -> DaemonError {
        DaemonError(
            "\(file) is there already, and no unfinished backup of this bank is known to have left it. "
                + "Choose another name.",
            .cannotCreate
        )
    }

    /// Returns the manifest that has not got its final name, or nil if there is none.
    private func unfinishedManifest() throws(DaemonError) -> BackupManifest? {
        guard !PrivateFile.exists(files.manifest), Self.isFile(files.manifestDraft) else {
            return nil
        }
        return try BackupManifest.read(files.manifestDraft)
    }

    /// Removes a published file that the manifest describes, if its content matches.
    private func removeNamed(_ file: BackupManifest.File) throws(DaemonError) {
        let path = files.path + file.suffix
        // A manifest comes from outside and must not lead to any other file.
        guard BackupFiles.isPart(file.suffix), Self.isFile(path) else { return }
        if try FileDigest(path) == file.content { try PrivateFile.remove(path) }
    }

    /// Paths with the names of this backup's drafts, except folders, which are never overwritten.
    private var drafts: [String] {
        let name = PrivateFile.name(of: files.path)
        let folder = LocalFolder.folder(of: files.path)
        // If the folder cannot be listed, each file is checked again before it is written.
        return LocalFolder.readableNames(in: folder).filter { $0.utf8.starts(with: name) }
            .map { String(decoding: $0.utf8.dropFirst(name.count), as: UTF8.self) }
            .filter(BackupFiles.isDraft)
            .map { files.path + $0 }
            .filter { FileStatus(at: $0)?.kind != .folder }
            .sorted()
    }

    private static func isFile(_ path: String) -> Bool { FileStatus(at: path)?.kind == .file }
}
