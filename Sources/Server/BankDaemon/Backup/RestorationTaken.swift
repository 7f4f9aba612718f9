import LocalFiles
import Glibc
import WireProtocol

/// The files that a restoration takes from a backup, listed in a file beside the books.
///
/// The list is written before the first file is taken. It tells the leftovers of a restoration that
/// died from the folder's own files, so that the next one does not keep settings and keys of
/// another backup. A file counts only while it is unchanged. Whatever somebody changed is the
/// folder's own. The list is one line of canonical JSON without secrets.
struct RestorationTaken: Sendable {
    private static let fields = WireFields<(books: String, files: [BackupManifest.File])>(
        { _, books, files in (books, files) },
        .version,
        .required("books", .text(), \.books),
        .required("files", .files, \.files)
    )
    /// Room for two backups: one of a restoration that died, and one of the next.
    private static let byteLimit = 2 * BackupManifest.byteLimit

    let folder: DataFolder

    /// Path of the file.
    var path: String { folder.restoringPath + ".taken" }

    /// The unchanged files that unfinished restorations left here before they exchanged the books.
    var standing: [BackupManifest.File] {
        // An invalid file proves nothing.
        guard let list = Self.fields.value(inFile: path, byteLimit: Self.byteLimit) else {
            return []
        }
        // If the books have been replaced, the files that came with them are the folder's own.
        let books = booksMark
        guard books.isEmpty || books == list.books else { return [] }
        return list.files.filter { part in
            // An unreadable file cannot be identified.
            guard let target = folder.target(ofPart: part.suffix) else { return false }
            return (try? FileDigest(target)) == part.content
        }
    }

    /// Durably lists the files that are about to be taken.
    func note(_ parts: [BackupManifest.File]) throws(DaemonError) {
        try Self.fields.write((booksMark, parts), to: path)
    }

    /// Inode number of the file of the books; empty if there is none.
    ///
    /// The exchange puts another file in its place.
    private var booksMark: String {
        FileStatus(at: folder.booksPath).map { String($0.identity.inode) } ?? ""
    }
}

extension DataFolder {
    /// Returns the target path of a backup's part, or nil for the books and anything else.
    func target(ofPart suffix: String) -> String? {
        if let number = BackupFiles.keyNumber(ofSuffix: suffix) { return keys.file(number) }
        return BackupPart(suffix: suffix).map { "\(path)/\($0.place)" }
    }

    /// Returns true if the folder has the file for a part of a backup.
    func hasPart(_ suffix: String) -> Bool {
        target(ofPart: suffix).map(PrivateFile.exists) ?? false
    }
}
