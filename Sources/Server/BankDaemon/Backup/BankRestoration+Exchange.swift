import CoreVocabulary
import Glibc
import LedgerService
import LedgerStoreSQLite
import PrivatePaths

extension BankRestoration {
    /// Adds the backup to the list of backups, since it may be needed again and needs its keys.
    ///
    /// Before the books are exchanged: a line too many keeps a key, and one too few loses it.
    func note(
        _ files: BackupFiles,
        _ manifest: BackupManifest,
        _ traces: inout RestorationTraces
    ) throws(DaemonError) {
        for file in [folder.backupBookPath, folder.backupHeadPath]
        where !PrivateFile.exists(file) {
            traces.addOther(file)
        }
        do {
            // Manifests of earlier releases do not name them.
            var keys = manifest.masterKeys
            if keys.isEmpty { keys = try folder.keys.numbers() }
            try BackupBook(folder).add(
                BackupLine(
                    madeAt: manifest.madeAt,
                    path: PathWay.whole(files.path),
                    masterKeys: keys,
                    hasKeys: manifest.hasKeys(keys)
                )
            )
        } catch {
            throw DaemonError(
                "The backup cannot be added to the list of backups, and so it was not restored: "
                    + error.description,
                error.status
            )
        }
    }

    /// Puts the draft in the place of the books.
    ///
    /// - Parameters:
    ///   - place: The place of the books.
    ///   - end: The end of the books that go; nil when nothing tells it.
    ///   - traces: What the books need from then on is a trace no more.
    /// - Returns: Where the books are that were there; nil when there were none.
    /// - Throws: `cannotCreate` when they cannot be exchanged; they are where they were then, or the
    ///   error says where.
    func exchange(
        in place: LockedBooks,
        _ end: BooksEndFile.End?,
        _ traces: inout RestorationTraces
    ) throws(DaemonError) -> String? {
        let number = unusedNumber()
        let aside = folder.asidePath(number)
        let hadBooks = PrivateFile.exists(folder.booksPath)
        if hadBooks {
            // Before they move: of a process that dies in between they would be aside without it.
            try RestorationAsides(folder).add(number)
            if let end { try BooksEndFile(besides: aside).write(end) }
        } else {
            try removeEmptyFiles()
        }
        // Of the books that go; a process that dies before the new one is written leaves none.
        let oldHead = AuditHeadFile(folder)
        let hadHead = PrivateFile.exists(folder.auditHeadPath)
        do {
            _ = try oldHead.setAside()
            try place.replace(by: draftPath, movingTo: aside)
        } catch {
            let failed = DaemonError(of: error).description
            guard PrivateFile.exists(draftPath) else {
                // They could not be taken back, and need what came with them.
                traces = RestorationTraces()
                throw lateError(failed, .cannotCreate)
            }
            // Where it cannot be put back, the server writes it when it starts.
            if hadHead, !PrivateFile.exists(folder.auditHeadPath) { try? oldHead.putBack() }
            let finding = folder.hasBooksAsideAlone ? folder.restorationFinding : nil
            throw DaemonError(finding.map { "\(failed)\n\($0)" } ?? failed, .cannotCreate)
        }
        traces = RestorationTraces()
        return hadBooks ? PathWay.whole(aside) : nil
    }

    /// Removes the mark of an `init` that did not come to its end, durably: the books in its place are
    /// whole, and with the mark no command would take them.
    func removeMark() throws(DaemonError) {
        let mark = folder.unfinishedPath
        guard PrivateFile.exists(mark) else { return }
        do {
            try PrivateFile.remove(mark)
        } catch {
            throw lateError(
                "\(error.description) Remove \(mark) by hand: while it is there, no command takes "
                    + "the bank.",
                error.status
            )
        }
    }

    /// Writes down outside of the books what is to be known of them.
    func remember(_ head: AuditHeadFile.Head) throws(DaemonError) {
        do {
            try EpochFile(folder).raise(to: head.epoch)
            try AuditHeadFile(folder).write(head)
        } catch {
            throw lateError(
                "\(error.description) The server writes what is missing when it starts.",
                error.status
            )
        }
    }

    /// Removes what a restoration would be found by that had not told what it did.
    func end() throws(DaemonError) {
        do {
            try RestorationAsides(folder).remove()
            try removeDraft()
        } catch {
            throw DaemonError(
                "The restore has ended, but: \(error.description) What stays is named by: "
                    + "\(ShellCommand("check").on(folder))",
                error.status
            )
        }
    }

    /// The error of what failed when the books were exchanged: it names those that were there.
    private func lateError(_ sentence: String, _ status: DaemonError.Status) -> DaemonError {
        let sentences = folder.lostSentences(about: RestorationAsides(folder).paths)
        return DaemonError(
            (["The books are those of the backup now, but: \(sentence)"] + sentences)
                .joined(separator: "\n"),
            status
        )
    }

    /// The number under which the books go that are replaced: a restore in the same second, or under a
    /// clock that was set back, keeps those of the one before.
    private func unusedNumber() -> Int64 {
        var number = clock.now().secondsSinceEpoch
        // A log may be there without its books: of a process that died while it moved them.
        let suffixes = ["", BooksSuffix.log]
        while suffixes.contains(where: { PrivateFile.exists(folder.asidePath(number) + $0) }) {
            number += 1
        }
        return number
    }

    /// Removes what SQLite left in the place of books that are not there, and that holds nothing.
    private func removeEmptyFiles() throws(DaemonError) {
        // It is made anew from the log.
        try PrivateFile.remove(folder.booksPath + BooksSuffix.index)
        let log = folder.booksPath + BooksSuffix.log
        if let status = PrivateFile.status(log), status.st_size == 0 { try PrivateFile.remove(log) }
    }
}
