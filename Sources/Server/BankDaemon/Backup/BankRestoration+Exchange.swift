import CoreVocabulary
import Glibc
import LedgerService
import LedgerStoreSQLite
import LocalFiles

extension BankRestoration {
    /// Adds the backup to the list of backups, because it may be needed again and needs its keys.
    ///
    /// This happens before the books are exchanged. A superfluous line keeps a key, and a missing
    /// one loses it.
    func note(
        _ files: BackupFiles,
        _ manifest: BackupManifest,
        _ traces: inout RestorationTraces
    ) throws(DaemonError) {
        traces.others += [folder.backupBookPath, folder.backupHeadPath]
            .filter { !PrivateFile.exists($0) }
        do {
            // Manifests of earlier releases do not name the keys.
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

    /// Replaces the books by the draft.
    ///
    /// Returns the path of the replaced books, or nil if there were none. Files that the new books
    /// need are removed from the traces.
    ///
    /// - Throws: `cannotCreate` if the exchange fails. The old books are then in their place, or
    ///   the error says where.
    func exchange(
        in place: LockedBooks,
        _ end: BooksEndFile.End?,
        _ traces: inout RestorationTraces
    ) throws(DaemonError) -> String? {
        let number = unusedNumber()
        let aside = folder.asidePath(number)
        let hadBooks = PrivateFile.exists(folder.booksPath)
        if hadBooks {
            // Written before the move, because the books of a process that dies in between would be
            // set aside without it.
            try RestorationAsides(folder: folder).add(number)
            if let end { try BooksEndFile(besides: aside).write(end) }
        } else {
            try removeEmptyFiles()
        }
        // The head file of the replaced books is set aside. A process that dies before the new one
        // is written leaves none.
        let oldHead = AuditHeadFile(folder: folder)
        let hadHead = PrivateFile.exists(folder.auditHeadPath)
        do {
            _ = try oldHead.setAside()
            try place.replace(by: draftPath, movingTo: aside)
        } catch {
            let failed = DaemonError(of: error).description
            guard PrivateFile.exists(draftPath) else {
                // The draft could not be moved back and needs the files that came with it.
                traces = RestorationTraces()
                throw lateError(failed, .cannotCreate)
            }
            // If it cannot be put back, the server writes it at its start.
            if hadHead, !PrivateFile.exists(folder.auditHeadPath) { try? oldHead.putBack() }
            let finding = folder.hasBooksAsideAlone ? folder.restorationFinding : nil
            throw DaemonError(finding.map { "\(failed)\n\($0)" } ?? failed, .cannotCreate)
        }
        traces = RestorationTraces()
        return hadBooks ? PathWay.whole(aside) : nil
    }

    /// Durably removes the marker of an unfinished `init`.
    ///
    /// The books in place are complete, and no command accepts a bank with the marker.
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

    /// Writes the epoch and the audit head to their files outside the books.
    func remember(_ head: AuditHeadFile.Head) throws(DaemonError) {
        do {
            try EpochFile(folder: folder).raise(to: head.epoch)
            try AuditHeadFile(folder: folder).write(head)
        } catch {
            throw lateError(
                "\(error.description) The server writes what is missing when it starts.",
                error.status
            )
        }
    }

    /// Removes the files by which an unreported restoration would be found.
    func end() throws(DaemonError) {
        do {
            try PrivateFile.remove(RestorationAsides(folder: folder).path)
            try removeDraft()
        } catch {
            throw DaemonError(
                "The restore has ended, but: \(error.description) What stays is named by: "
                    + "\(ShellCommand("check").on(folder))",
                error.status
            )
        }
    }

    /// Returns the error of a failure after the exchange, with the paths of the replaced books.
    private func lateError(_ sentence: String, _ status: DaemonError.Status) -> DaemonError {
        let sentences = folder.lostSentences(about: RestorationAsides(folder: folder).paths)
        return DaemonError(
            (["The books are those of the backup now, but: \(sentence)"] + sentences)
                .joined(separator: "\n"),
            status
        )
    }

    /// Returns an unused number for the replaced books.
    ///
    /// A restore in the same second, or under a clock that was set back, must not overwrite earlier
    /// ones.
    private func unusedNumber() -> Int64 {
        var number = clock.now().secondsSinceEpoch
        // A process that died during the move may have left a log without its books.
        let suffixes = ["", BooksSuffix.log]
        while suffixes.contains(where: { PrivateFile.exists(folder.asidePath(number) + $0) }) {
            number += 1
        }
        return number
    }

    /// Removes empty files that SQLite left in the place of missing books.
    private func removeEmptyFiles() throws(DaemonError) {
        // SQLite rebuilds the index from the log.
        try PrivateFile.remove(folder.booksPath + BooksSuffix.index)
        let log = folder.booksPath + BooksSuffix.log
        if FileStatus(at: log)?.byteCount == 0 { try PrivateFile.remove(log) }
    }
}
