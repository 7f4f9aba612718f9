import LedgerService
import LedgerStoreSQLite

/// Books that were given their name again after a restoration had died, without their last commits.
///
/// Those are in the log, which that restoration had given another name. Whoever goes on in such books
/// loses what was acknowledged, and a log that is laid beside them later damages them.
struct CutOffBooks: Sendable {
    /// What is read of books.
    private struct Reading: Sendable {
        let epoch: UInt64
        let isReached: Bool
    }

    /// What they are, and what to do.
    let refusal: DaemonError
    /// True if the log lies beside them under the other name.
    let hasLog: Bool
    /// The end that they had; nil when their log alone tells of it.
    let end: BooksEndFile.End?

    /// Looks for what the books of a folder lack; nil for books that are whole, or not there.
    ///
    /// Books that cannot be read are told of by whoever reads them.
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
        let head = AuditHeadFile(folder)
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

    /// True if the books of a folder are those of a set and lack its log or end before they did.
    private static func lacks(
        _ set: RestorationSet,
        _ end: BooksEndFile.End?,
        _ folder: DataFolder
    ) async -> Bool {
        // A start writes a head: with one, the books may have been written since.
        let isUnused = !PrivateFile.exists(folder.auditHeadPath)
        guard let end else {
            return isUnused && set.hasLogOfItsOwn && PrivateFile.exists(folder.restoringPath)
                && RestorationAsides(folder).lastNumber == set.number
        }
        // Those of another epoch are other books.
        guard let reading = await reading(folder, end), reading.epoch == end.audit.epoch else {
            return false
        }
        return !reading.isReached || isUnused && set.hasLogOfItsOwn
    }

    private static func reading(_ folder: DataFolder, _ end: BooksEndFile.End) async -> Reading? {
        // Why they cannot be read is told by whoever opens them next.
        try? await LedgerBooksReader(path: folder.booksPath).read { reader in
            Reading(
                epoch: try reader.epoch(),
                isReached: try BooksEndFile.isReached(end, in: reader)
            )
        }
    }
}
