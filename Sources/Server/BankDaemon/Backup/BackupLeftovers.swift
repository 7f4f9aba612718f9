import CoreVocabulary
import DurableFolders
import FoundationEssentials
import Glibc
import PrivatePaths

/// The files that a process left which died while it made a backup.
///
/// A draft is nobody's. What has its name already is known by the manifest, which gets its own last and
/// says what is in each file.
struct BackupLeftovers {
    private let files: BackupFiles

    init(_ files: BackupFiles) {
        self.files = files
    }

    /// Removes them, and takes the backup that was never made out of the list.
    ///
    /// A process may die at any point of it: the next one goes on, for the draft of the manifest is
    /// removed last.
    ///
    /// - Throws: `cannotCreate` with the file that cannot be removed.
    func remove(notedIn book: BackupBook) throws(DaemonError) {
        if let manifest = try unfinishedManifest(), let entry = try entry(of: manifest, in: book) {
            for file in manifest.files { try removeNamed(file) }
            try book.remove(entry)
        }
        for file in drafts where file != files.manifestDraft { try PrivateFile.remove(file) }
        if Self.isFile(files.manifestDraft) { try PrivateFile.remove(files.manifestDraft) }
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

    /// The line about the backup in the list; nil where it is none of this bank, or was never noted.
    private func entry(
        of manifest: BackupManifest,
        in book: BackupBook
    ) throws(DaemonError) -> BackupBook.Entry? {
        let path = PathWay.whole(files.path)
        return try book.entries().last { $0.path == path && $0.madeAt == manifest.madeAt }
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

    /// The files under names of drafts of this backup.
    private var drafts: [String] {
        let name = PrivateFile.name(of: files.path)
        let folder = DurableFolder.folder(of: files.path)
        // In a folder that cannot be listed they stay, but for those that are written anew.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.utf8.starts(with: name) }
            .map { String(decoding: $0.utf8.dropFirst(name.count), as: UTF8.self) }
            .filter(BackupFiles.isDraft)
            .map { files.path + $0 }
            .filter(Self.isFile)
            .sorted()
    }

    private static func isFile(_ path: String) -> Bool {
        PrivateFile.status(path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    }
}
