import Glibc
import LedgerStoreSQLite
import LocalFiles

/// The files of books that a restoration set aside under a number.
struct RestorationSet: Sendable {
    private let folder: DataFolder
    /// The number in the files' names.
    let number: Int64

    /// Creates a set, whose files need not exist.
    init(_ folder: DataFolder, _ number: Int64) {
        self.folder = folder
        self.number = number
    }

    /// Path of the set's books.
    var path: String { folder.asidePath(number) }
    /// Path of the set's log.
    var logPath: String { path + BooksSuffix.log }

    /// The existing files that belong together, the books first.
    var files: [String] {
        ["", BooksSuffix.log, BooksSuffix.index].map { path + $0 }.filter(PrivateFile.exists)
    }

    /// True if its log is not empty and has no second name.
    var hasLogOfItsOwn: Bool {
        FileStatus(at: logPath).map { $0.byteCount > 0 && $0.linkCount == 1 } ?? false
    }

    /// The commands, as one line, that move its files back to their names in the folder.
    ///
    /// The books come last, so that no file passes for the books before.
    var returnCommand: String {
        var commands: [ShellCommand] = []
        for suffix in [BooksSuffix.log, BooksSuffix.index, ""] {
            let (from, target) = (path + suffix, folder.booksPath + suffix)
            if PrivateFile.exists(from) {
                commands.append(Self.move(from, to: target))
            } else if suffix == BooksSuffix.log, PrivateFile.exists(target) {
                // It belongs to the books that were to replace them.
                commands.append(Self.remove(target))
            }
        }
        return commands.map(\.description).joined(separator: " && ")
    }

    private static func move(_ from: String, to target: String) -> ShellCommand {
        // If both are names of one file, removing one is enough.
        if let file = FileStatus(at: from), file.identity == FileStatus(at: target)?.identity {
            return remove(from)
        }
        return ShellCommand(program: "mv").argument(PathWay.whole(from))
            .argument(PathWay.whole(target))
    }

    private static func remove(_ file: String) -> ShellCommand {
        ShellCommand(program: "rm").argument(PathWay.whole(file))
    }
}
