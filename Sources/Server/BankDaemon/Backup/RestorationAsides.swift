import PrivatePaths
import WireProtocol

/// The books that restorations put aside and did not come to tell of, in a file beside the books.
///
/// It is written before the books move, and removed when a restoration has told of all of them: what
/// one that died in between put aside is found again. One line of canonical JSON without any secret.
struct RestorationAsides: Sendable {
    private static let version: Int64 = 1
    private static let byteLimit = 65_536

    private let folder: DataFolder

    /// Where it is.
    var path: String { folder.restoringPath + ".aside" }

    /// The asides of a data folder.
    init(_ folder: DataFolder) {
        self.folder = folder
    }

    /// The books that are there, oldest first.
    var paths: [String] { standing.map { folder.asidePath($0) } }

    /// The number that was noted last, be its books there or not; nil for none.
    var lastNumber: Int64? { numbers.last }
    /// The number of the books that are there and were put aside last; nil for none.
    ///
    /// Where the books have no place, these had it last: whatever was put aside before was replaced.
    var lastStanding: Int64? { standing.last }

    /// The files of restorations that died before they moved the books; the file itself is one of them
    /// where it names no books that are there.
    var uselessFiles: [String] {
        let kept = standing
        // Books that were moved are somewhere else by now, and still need theirs.
        let isBefore =
            PrivateFile.exists(folder.restoringPath) && PrivateFile.exists(folder.booksPath)
        // An end beside a log stays: by it one finds out whether the present books lack that log.
        let ends = (isBefore ? numbers : [])
            .filter { !kept.contains($0) && !RestorationSet(folder, $0).hasLogOfItsOwn }
            .map { folder.asidePath($0) + BooksEndFile.suffix }
        return (kept.isEmpty ? [path] : []) + [path + PrivateFile.draftSuffix]
            + ends.flatMap { [$0, $0 + PrivateFile.draftSuffix] }
    }

    /// Notes books that are about to be put aside, durably.
    func add(_ number: Int64) throws(DaemonError) {
        let value = JSONValue.object([
            JSONMember("version", .integer(Self.version)),
            JSONMember("numbers", .array((standing + [number]).map { .integer($0) })),
        ])
        try PrivateFile.write(CanonicalJSON.encode(value) + [0x0A], to: path)
    }

    /// Removes the file, durably.
    func remove() throws(DaemonError) { try PrivateFile.remove(path) }

    private var standing: [Int64] {
        numbers.filter { PrivateFile.exists(folder.asidePath($0)) }
    }

    private var numbers: [Int64] {
        guard PrivateFile.exists(path) else { return [] }
        // Of a file that is none of this program, any books that were put aside may have been in it.
        guard let bytes = try? PrivateFile.read(path, byteLimit: Self.byteLimit),
            let fields = AdminFields(line: bytes, byteLimit: Self.byteLimit),
            fields.integer("version") == Self.version, let numbers = fields.integers("numbers")
        else { return folder.asideNumbers }
        return numbers
    }
}

extension DataFolder {
    /// The sentences that name books which were put aside, each with the command that lists what the
    /// books of now lack.
    public func lostSentences(about booksAside: [String]) -> [String] {
        booksAside.map { books in
            let whole = PathWay.whole(books)
            let command = ShellCommand("lost").option("--from", whole).on(self)
            return "The books that were there are kept in \(whole). What they held and these lack "
                + "is listed by:\n  \(command)"
        }
    }
}
