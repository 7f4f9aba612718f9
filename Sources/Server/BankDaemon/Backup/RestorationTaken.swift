import Cryptography
import Glibc
import WireProtocol

/// The files that a restoration takes from a backup because the folder has none, in a file beside the
/// books.
///
/// It is written before the first of them is taken: what a restoration left that died is told from the
/// folder's own, and the next one does not keep settings and keys of another backup. A file counts
/// while it is as it was taken; whatever somebody changed is the folder's own. One line of canonical
/// JSON without any secret.
struct RestorationTaken: Sendable {
    private static let version: Int64 = 1
    /// Of two backups at most: that of one that died, and that of the next.
    private static let byteLimit = 2 * BackupManifest.byteLimit

    private let folder: DataFolder

    /// Where it is.
    var path: String { folder.restoringPath + ".taken" }

    /// The list of a data folder.
    init(_ folder: DataFolder) {
        self.folder = folder
    }

    /// The parts of backups that restorations which did not come to exchange the books left here.
    var standing: [BackupManifest.File] {
        guard let fields, let files = fields.objects("files") else { return [] }
        // With other books in their place, all that came with those is the folder's own.
        let books = booksMark
        guard books.isEmpty || books == fields.text("books") else { return [] }
        return files.compactMap { BackupManifest.File($0) }.filter { part in
            // One that cannot be read is not known for what it is.
            guard let target = folder.target(ofPart: part.suffix), PrivateFile.exists(target),
                let found = try? FileDigest(target)
            else { return false }
            return found.byteCount == part.byteCount && found.digest == part.digest
        }
    }

    /// Writes down, durably, what is about to be taken.
    func note(_ parts: [BackupManifest.File]) throws(DaemonError) {
        let value = JSONValue.object([
            JSONMember("version", .integer(Self.version)),
            JSONMember("books", .string(booksMark)),
            JSONMember("files", .array(parts.map(\.json))),
        ])
        try PrivateFile.write(CanonicalJSON.encode(value) + [0x0A], to: path)
    }

    /// The number that the system gave to the file of the books; empty for none.
    ///
    /// The exchange puts another file there.
    private var booksMark: String {
        PrivateFile.status(folder.booksPath).map { String($0.st_ino) } ?? ""
    }

    private var fields: AdminFields? {
        // A file that is none of this program proves nothing.
        guard PrivateFile.exists(path),
            let bytes = try? PrivateFile.read(path, byteLimit: Self.byteLimit),
            let fields = AdminFields(line: bytes, byteLimit: Self.byteLimit),
            fields.integer("version") == Self.version
        else { return nil }
        return fields
    }
}

extension DataFolder {
    /// Where a part of a backup goes; nil for the books, and for what is no part.
    func target(ofPart suffix: String) -> String? {
        if let number = BackupFiles.keyNumber(ofSuffix: suffix) { return keys.file(number) }
        return BackupPart(suffix: suffix).map { "\(path)/\($0.place)" }
    }

    /// True if the folder has the file that a part of a backup would be.
    func hasPart(_ suffix: String) -> Bool {
        target(ofPart: suffix).map(PrivateFile.exists) ?? false
    }
}
