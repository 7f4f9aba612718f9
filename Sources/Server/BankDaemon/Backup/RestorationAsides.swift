import LocalFiles
import WireProtocol

/// The books that restorations set aside and did not report, in a file beside the books.
///
/// The file is written before the books move, and removed when a restoration has reported them all.
/// So books set aside by a restoration that died in between are found again. It is one line of
/// canonical JSON without secrets.
struct RestorationAsides: Sendable {
    private static let fields = WireFields<[Int64]>(
        { _, numbers in numbers },
        .version,
        .required("numbers", .list(of: .integer), { @Sendable numbers in numbers })
    )
    private static let byteLimit = 65_536

    let folder: DataFolder

    /// Path of the file.
    var path: String { folder.restoringPath + ".aside" }

    /// Paths of the set-aside books that exist, oldest first.
    var paths: [String] { standing.map { folder.asidePath($0) } }

    /// The number that was noted last, even if its books do not exist; nil if there is none.
    var lastNumber: Int64? { numbers.last }
    /// The number of the latest set-aside books that exist; nil if there are none.
    ///
    /// If no books are in place, these were the last there, because earlier ones were replaced
    /// before.
    var lastStanding: Int64? { standing.last }

    /// Files of restorations that died before they moved the books, including this file if it names
    /// no existing books.
    var uselessFiles: [String] {
        let kept = standing
        // Books that were moved may be elsewhere by now and still need their end files.
        let isBefore =
            PrivateFile.exists(folder.restoringPath) && PrivateFile.exists(folder.booksPath)
        // An end file beside a log stays, because it shows if the present books lack that log.
        let ends = (isBefore ? numbers : [])
            .filter { !kept.contains($0) && !RestorationSet(folder, $0).hasLogOfItsOwn }
            .map { folder.asidePath($0) + BooksEndFile.suffix }
        return (kept.isEmpty ? [path] : []) + [path + PrivateFile.draftSuffix]
            + ends.flatMap { [$0, $0 + PrivateFile.draftSuffix] }
    }

    /// Durably notes books that are about to be set aside.
    func add(_ number: Int64) throws(DaemonError) {
        try Self.fields.write(standing + [number], to: path)
    }

    private var standing: [Int64] {
        numbers.filter { PrivateFile.exists(folder.asidePath($0)) }
    }

    private var numbers: [Int64] {
        guard PrivateFile.exists(path) else { return [] }
        // An invalid file may have named any of the set-aside books.
        return Self.fields.value(inFile: path, byteLimit: Self.byteLimit) ?? folder.asideNumbers
    }
}

extension DataFolder {
    /// Returns sentences on set-aside books, each with the command that lists the losses.
    package func lostSentences(about booksAside: [String]) -> [String] {
        booksAside.map { books in
            let whole = PathWay.whole(books)
            let command = ShellCommand("lost").option("--from", whole).on(self)
            return "The books that were there are kept in \(whole). What they held and these lack "
                + "is listed by:\n  \(command)"
        }
    }
}
