// Goal: books that an unfinished restoration put aside are named until an operator was told of
// them, and a refused restoration leaves the folder as it was.
// Method: folders in the way of files, and the files that a death leaves behind.

import BankTestKit
import CoreVocabulary
import FoundationEssentials
import Glibc
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("Restorations that do not end")
struct UnfinishedRestorationTests {
    /// A bank, and a backup of it without keys.
    private func backup() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.makeWithUsers()
        _ = try await BankBackup(place.folder, clock: place.clock)
            .write(to: place.top + "/backup", includesKeys: false)
        return place
    }

    private func restore(
        _ place: TestPlace,
        telling tell: (BankRestoration.Report) throws -> Void = { _ in }
    ) async throws -> BankRestoration.Report {
        try await BankRestoration(place.folder, clock: place.clock, log: place.log)
            .restore(from: place.top + "/backup", telling: tell)
    }

    private func aside(_ place: TestPlace, after seconds: Int64 = 0) -> String {
        place.folder.asidePath(place.clock.now().secondsSinceEpoch + seconds)
    }

    private func lost(_ books: String, _ place: TestPlace) -> String {
        ShellCommand("lost").option("--from", books).on(place.folder).description
    }

    /// All that is in a folder, but for what whoever reads the books makes beside them.
    private func files(_ folder: DataFolder) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
            .filter { !["bank.sqlite-wal", "bank.sqlite-shm"].contains($0) }
    }

    // Symptom: a restoration died after the exchange and was run again; the second put the books of the
    // first aside and named these alone, which lack nothing. The real books were in no sentence, and
    // `check` was silent. Cause: what an unfinished restoration put aside was not written down.
    @Test("after a failure behind the exchange each run names all that was put aside, oldest first")
    func failedLate() async throws {
        let place = try await backup()
        let first = aside(place)
        // The file `epoch` cannot be written, which comes after the exchange.
        let obstacle = place.folder.epochPath + PrivateFile.draftSuffix
        try PrivateFile.makeFolder(obstacle)
        let error = try await failure { _ = try await restore(place) }
        #expect(error.status == .cannotCreate)
        #expect(error.description.hasPrefix("The books are those of the backup now, but: "))
        #expect(error.description.contains("are kept in \(first). "))
        #expect(error.description.hasSuffix(lost(first, place)))
        try #require(rmdir(obstacle) == 0)
        // The server writes the rest when it starts, and what was put aside stays named.
        try await place.open().close()
        let findings = try await place.check().findings
        #expect(findings.count == 1)
        #expect(findings.first?.hasPrefix("A restore put books aside and did not come to") == true)
        #expect(findings.first?.hasSuffix(lost(first, place)) == true)

        place.clock.advance(seconds: 60)
        let second = aside(place)
        let report = try await restore(place)
        #expect(report.earlierBooks == [first])
        #expect(report.previousBooks == second)
        #expect(report.booksAside == [first, second])
        #expect(place.folder.restorationFinding == nil)
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: as above, for one that was killed while the books had no place: the next run ended with
    // 0 and named no books at all.
    @Test("books that a restoration had put aside when it was killed are named by the next one")
    func killedAmid() async throws {
        let place = try await backup()
        let folder = place.folder
        let books = aside(place)
        try PrivateFile.write([1, 2, 3], to: folder.restoringPath)
        try RestorationAsides(folder: folder).add(place.clock.now().secondsSinceEpoch)
        try #require(rename(folder.booksPath, books) == 0)
        // Those of the draft, which go before it; nothing is in them.
        try PrivateFile.write([], to: folder.booksPath + "-wal")
        try PrivateFile.write([1], to: folder.booksPath + "-shm")
        #expect(folder.restorationFinding?.contains("are in \(books). It left: ") == true)
        let report = try await restore(place)
        #expect(report.earlierBooks == [books])
        #expect(report.previousBooks == nil)
        // Symptom: `-wal` and `-shm` lay under a new name beside no books, for good.
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("what a restoration left that was killed before the books moved goes with the next one")
    func killedEarly() async throws {
        let place = try await backup()
        let folder = place.folder
        let end = aside(place) + BooksEndFile.suffix
        try PrivateFile.write([1, 2, 3], to: folder.restoringPath)
        try RestorationAsides(folder: folder).add(place.clock.now().secondsSinceEpoch)
        for file in [end, end + PrivateFile.draftSuffix] { try PrivateFile.write([1], to: file) }
        let left = [
            folder.restoringPath, RestorationAsides(folder: folder).path, end,
            end + PrivateFile.draftSuffix,
        ]
        #expect(folder.restorationFiles == left)
        let findings = try await place.check().findings
        #expect(findings.count == 1)
        for file in left { #expect(findings.first?.contains(file) == true, "\(file)") }
        place.clock.advance(seconds: 60)
        let report = try await restore(place)
        #expect(report.removedFiles == left)
        #expect(report.earlierBooks.isEmpty)
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("where nobody hears what a restoration did, the books stay named until the next one")
    func answerLost() async throws {
        let place = try await backup()
        let books = aside(place)
        let error = try await failure {
            _ = try await restore(place) { _ in throw DaemonError("It was done.", .outputFailed) }
        }
        #expect(error.status == .outputFailed)
        #expect(try await place.check().findings.first?.contains(lost(books, place)) == true)
        // A file that is none of this program may have named any that are there.
        try PrivateFile.write([1], to: RestorationAsides(folder: place.folder).path)
        place.clock.advance(seconds: 60)
        #expect(try await restore(place).earlierBooks == [books])
        #expect(!PrivateFile.exists(RestorationAsides(folder: place.folder).path))
    }

    // Symptom: a restoration failed after the exchange, its backup was in no list, and the next change
    // of the master key removed the key that it needs. Cause: the list was written last.
    @Test("the backup is in the list before the books are exchanged")
    func listedFirst() async throws {
        let place = try await backup()
        let folder = place.folder
        let book = BackupBook(folder)
        for file in [folder.backupBookPath, folder.backupHeadPath] { try PrivateFile.remove(file) }
        let before = try files(folder)
        let obstacle = folder.backupBookPath + PrivateFile.draftSuffix
        try PrivateFile.makeFolder(obstacle)
        let refused = try await failure { _ = try await restore(place) }
        #expect(refused.description.contains("list of backups, and so it was not restored: "))
        try #require(rmdir(obstacle) == 0)
        #expect(try files(folder) == before)

        let late = folder.epochPath + PrivateFile.draftSuffix
        try PrivateFile.makeFolder(late)
        _ = try await failure { _ = try await restore(place) }
        #expect(try book.backups().map(\.path) == [place.top + "/backup"])
        let error = try await failure { try book.requireNone(needing: folder.keys) }
        #expect(error.description.contains("\(place.top)/backup needs master key 1"))
    }

    @Test("a restoration into another folder that fails at the exchange leaves nothing of its own")
    func elsewhere() async throws {
        let place = try await backup()
        let elsewhere = DataFolder(path: place.top + "/elsewhere")
        for folder in [elsewhere.path, elsewhere.keys.path] { try PrivateFile.makeFolder(folder) }
        try PrivateFile.copy(place.folder.keys.file(1), to: elsewhere.keys.file(1))
        // A folder has the name that one of the books' files is to get.
        try PrivateFile.makeFolder(elsewhere.booksPath + "-shm")
        let before = try files(elsewhere)
        let error = try await failure {
            _ = try await BankRestoration(elsewhere, clock: place.clock, log: place.log)
                .restore(from: place.top + "/backup")
        }
        #expect(error.status == .cannotCreate)
        #expect(try files(elsewhere) == before)
    }

    // Symptom: the log, the index and the end of books that were gone lay there, and `check` said that
    // everything holds.
    @Test("files of books that were put aside are found where the books are not beside them")
    func strays() async throws {
        let place = try await backup()
        let books = place.folder.asidePath(5)
        let strays = ["-shm", "-wal", BooksEndFile.suffix, BooksEndFile.suffix + ".new"]
        for suffix in strays {
            try PrivateFile.write([1], to: books + suffix)
            let findings = try await place.check().findings
            #expect(findings.count == 1)
            #expect(findings.first?.hasPrefix("\(books)\(suffix) belongs to books that") == true)
            #expect(findings.first?.contains("Put \(books) back, or remove") == true)
            try PrivateFile.remove(books + suffix)
        }
        try PrivateFile.write([1], to: books)
        for suffix in ["-shm", "-wal"] { try PrivateFile.write([1], to: books + suffix) }
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: of two restorations at once one was told to stop a server, and there was none.
    @Test("a restoration beside another one is not told of a server alone")
    func two() async throws {
        let place = try await backup()
        let locked = try LockedBooks(path: place.folder.booksPath)
        let before = try files(place.folder)
        let error = try await failure { _ = try await restore(place) }
        #expect(error.status == .tryLater)
        let sentence =
            "Another process has the bank in \(place.folder.path) open. If it is a server, stop it "
            + "first; if it is a command, such as another restore, wait for its end."
        // Symptom: `check` said that the socket of a server was gone, and the restoration did not.
        let socket = place.folder.adminSocketPath
        let hint = " If it is a server, somebody removed \(socket), where it takes commands."
        #expect(error.description == sentence + hint)
        #expect(try files(place.folder) == before)
        let listener = try AdminSocket.listen(at: socket)
        defer { listener.close() }
        let asked = try await failure { _ = try await restore(place) }
        #expect(asked.status == .tryLater)
        #expect(asked.description == sentence)
        locked.release()
    }
}
