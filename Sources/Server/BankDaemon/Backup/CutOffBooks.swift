import LedgerService
import LedgerStoreSQLite

/// Books that got their name back after a restoration had died, and that lack their last commits.
///
/// The missing commits are in the log, which that restoration had renamed. Whoever continues with
/// such books loses acknowledged data, and a log put beside them later damages them.
struct CutOffBooks: Sendable {
    /// The explanation, with advice.
    let refusal: DaemonError
    /// True if the log lies beside the books under the other name.
    let hasLog: Bool
    /// The end that the books had; nil if only their log shows it.
    let end: BooksEndFile.End?

    /// Returns the fault of a folder's books that lack commits; nil for whole or missing books.
    ///
    /// Unreadable books are reported by whoever reads them.
    static func find(in folder: DataFolder) async -> CutOffBooks? {
        guard PrivateFile.exists(folder.booksPath) else { return nil }
        for number in folder.strayNumbers.reversed() {
            let set = RestorationSet(folder, number)
            let end = BooksEndFile(besides: set.path).read()
            guard await lacks(set, end, folder) else { continue }
            return set.hasLogOfItsOwn
                ? withLog(set, end, folder)
                : withoutLog(set.path + BooksEndFile.suffix, end, folder)
        }
        let head = AuditHeadFile(folder: folder)
        guard !PrivateFile.exists(folder.auditHeadPath), let aside = head.readAside() else {
            return nil
        }
        let end = BooksEndFile.End(audit: aside, feedHead: 0)
        guard let reading = await reading(folder, end), reading.epoch == aside.epoch,
            !reading.isReached
        else { return nil }
        return withoutLog(head.asidePath, end, folder)
    }

    private static func withLog(
        _ set: RestorationSet,
        _ end: BooksEndFile.End?,
        _ folder: DataFolder
    ) -> CutOffBooks {
        let sentence =
            "\(folder.booksPath) holds the books from before a restore that did not end, without "
            + "their last commits: those are in \(set.logPath). Give that its name again:\n  "
            + set.returnCommand
        return CutOffBooks(refusal: DaemonError(sentence, .unavailable), hasLog: true, end: end)
    }

    private static func withoutLog(
        _ witness: String,
        _ end: BooksEndFile.End?,
        _ folder: DataFolder
    ) -> CutOffBooks {
        let again = ShellCommand("restore").on(folder).option("--from", "FILE")
        let sentence =
            "\(folder.booksPath) holds the books from before a restore that did not end, and they "
            + "end before they did then, as \(witness) tells. Their last commits are in a log that "
            + "is not there: put it back as \(folder.booksPath + BooksSuffix.log) from a copy of the "
            + "folder. If there is none, restore a backup: \(again)"
        return CutOffBooks(refusal: DaemonError(sentence, .unavailable), hasLog: false, end: end)
    }

    /// Returns true if the folder's books are those of a set and lack its log or end too early.
    private static func lacks(
        _ set: RestorationSet,
        _ end: BooksEndFile.End?,
        _ folder: DataFolder
    ) async -> Bool {
        // A server's start writes the head file. If it exists, the books may have been written to
        // since.
        let isUnused = !PrivateFile.exists(folder.auditHeadPath)
        guard let end else {
            return isUnused && set.hasLogOfItsOwn && PrivateFile.exists(folder.restoringPath)
                && RestorationAsides(folder: folder).lastNumber == set.number
        }
        // Books of another epoch are other books.
        guard let reading = await reading(folder, end), reading.epoch == end.audit.epoch else {
            return false
        }
        return !reading.isReached || isUnused && set.hasLogOfItsOwn
    }

    private static func reading(
        _ folder: DataFolder,
        _ end: BooksEndFile.End
    ) async -> (epoch: UInt64, isReached: Bool)? {
        // The reason is reported by whoever opens the books next.
        try? await LedgerBooksReader(path: folder.booksPath).read {
            (epoch: try $0.epoch(), isReached: try BooksEndFile.isReached(end, in: $0))
        }
    }
}
