import Glibc
import LedgerStoreSQLite
import PrivatePaths

/// The files of books that a restoration put aside under a number: the books and their log are one.
struct RestorationSet: Sendable {
    private let folder: DataFolder
    /// The number in their names.
    let number: Int64

    /// Names a set; its files need not be there.
    init(_ folder: DataFolder, _ number: Int64) {
        self.folder = folder
        self.number = number
    }

    /// Where its books are.
    var path: String { folder.asidePath(number) }
    /// Where its log is.
    var logPath: String { path + BooksSuffix.log }

    /// The files that have to be together, the books first.
    var files: [String] {
        ["", BooksSuffix.log, BooksSuffix.index].map { path + $0 }.filter(PrivateFile.exists)
    }

    /// True if its log has something in it, and no other name.
    var hasLogOfItsOwn: Bool {
        PrivateFile.status(logPath).map { $0.st_size > 0 && $0.st_nlink == 1 } ?? false
    }

    /// The commands, as one line, that give its files their names in the folder again.
    ///
    /// The books come last: until then no file is taken for the books.
    var returnCommand: String {
        var commands: [ShellCommand] = []
        for suffix in [BooksSuffix.log, BooksSuffix.index, ""] {
            let (from, target) = (path + suffix, folder.booksPath + suffix)
            if PrivateFile.exists(from) {
                commands.append(Self.move(from, to: target))
            } else if suffix == BooksSuffix.log, PrivateFile.exists(target) {
                // It belongs to the books that were to come.
                commands.append(Self.remove(target))
            }
        }
        return commands.map(\.description).joined(separator: " && ")
    }

    private static func move(_ from: String, to target: String) -> ShellCommand {
        // Of two names of one file nothing has to move.
        if let first = PrivateFile.status(from), let second = PrivateFile.status(target),
            first.st_dev == second.st_dev, first.st_ino == second.st_ino
        {
            return remove(from)
        }
        return ShellCommand(program: "mv").argument(PathWay.whole(from))
            .argument(PathWay.whole(target))
    }

    private static func remove(_ file: String) -> ShellCommand {
        ShellCommand(program: "rm").argument(PathWay.whole(file))
    }
}
