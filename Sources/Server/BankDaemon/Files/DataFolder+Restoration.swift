import FoundationEssentials
import Glibc
import LedgerStoreSQLite

extension DataFolder {
    /// The books that a restoration is about to put in place.
    var restoringPath: String { booksPath + ".restoring" }
    /// The lock that the one process which writes the books holds.
    var lockPath: String { booksPath + BooksSuffix.lock }

    /// The files of the books and those beside them, also the ones that restorations put aside.
    var bookFiles: [String] {
        // A folder that cannot be read is told of with the books.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.map { "\(path)/\($0)" }.filter { $0.hasPrefix(booksPath) }.sorted()
    }

    /// The books that the last restoration put aside; nil when none did.
    private var lastBooksAside: String? {
        let prefix = booksPath + ".before-"
        return bookFiles.filter { $0.hasPrefix(prefix) }
            .compactMap { Int64($0.dropFirst(prefix.count)) }.max().map { "\(prefix)\($0)" }
    }

    /// True if there are no books but those that a restoration put aside.
    var hasBooksAsideAlone: Bool { !PrivateFile.exists(booksPath) && lastBooksAside != nil }

    /// The files of a restoration that did not end, the books first.
    var restorationFiles: [String] {
        ([""] + BooksSuffix.ofSQLite + [BooksSuffix.lock]).map { restoringPath + $0 }
            .filter(PrivateFile.exists) + secondLogNames
    }

    /// The second names of logs whose books have not moved there.
    private var secondLogNames: [String] {
        let suffix = BooksSuffix.log
        return bookFiles.filter { file in
            guard file.hasPrefix(booksPath + ".before-"), file.hasSuffix(suffix),
                !PrivateFile.exists(String(file.dropLast(suffix.count)))
            else { return false }
            // A log that has no other name holds what is nowhere else.
            return PrivateFile.status(file).map { $0.st_nlink > 1 } ?? false
        }
    }

    /// The sentence about a restoration that did not end, with what to do; nil when there is none.
    public var restorationFinding: String? {
        let files = restorationFiles
        guard !files.isEmpty else { return nil }
        let left = files.joined(separator: ", ")
        let again = ShellCommand("restore").on(self).option("--from", "FILE")
        guard PrivateFile.exists(booksPath) else {
            let aside = lastBooksAside.map { "The books from before it are in \($0). " } ?? ""
            return "A restore did not end, and \(booksPath) is not there. \(aside)It left: "
                + "\(left). Run it again: \(again)"
        }
        guard PrivateFile.exists(restoringPath) else {
            return "A restore did not end, but the books are those that it put in place. Remove "
                + "what it left: \(left)."
        }
        return "A restore did not end, and the books are those from before it. Remove what it left "
            + "(\(left)), or run it again: \(again)"
    }
}
