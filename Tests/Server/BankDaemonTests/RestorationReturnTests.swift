// Goal: books that a restoration put aside before it died are had again whole, or not served.
// Method: what a server leaves that is killed, the last commits in the log alone; then the files of a
// death between the moves of the exchange, and a hand that gives some of them their names again.

import BankTestKit
import CoreVocabulary
import Glibc
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("Books that are given their name again")
struct RestorationReturnTests {
    /// A bank whose last commits are in the log alone, and a backup that lacks them; then a
    /// restoration that died after it had moved the books and their log.
    private struct Dead {
        let place: TestPlace
        let set: RestorationSet
        let end: BooksEndFile.End

        var folder: DataFolder { place.folder }
        var backup: String { place.top + "/backup" }

        init() async throws {
            place = try TestPlace()
            try await place.make()
            _ = try await BankBackup(place.folder, clock: place.clock)
                .write(to: place.top + "/backup", includesKeys: false)
            try await Self.leaveLog(in: place)
            let folder = place.folder
            let number = place.clock.now().secondsSinceEpoch
            set = RestorationSet(folder, number)
            let found = await BooksEndFile.end(ofBooksIn: folder)
            end = try #require(found)
            try PrivateFile.copy(place.top + "/backup", to: folder.restoringPath)
            try RestorationAsides(folder: folder).add(number)
            try BooksEndFile(besides: set.path).write(end)
            #expect(try AuditHeadFile(folder: folder).setAside())
            try PrivateFile.remove(folder.booksPath + BooksSuffix.index)
            for suffix in [BooksSuffix.log, ""] {
                try #require(rename(folder.booksPath + suffix, set.path + suffix) == 0)
            }
            place.clock.advance(seconds: 60)
        }

        /// Writes into the books, and puts them back as they were before they were closed.
        private static func leaveLog(in place: TestPlace) async throws {
            let saved = place.top + "/saved"
            let books = place.folder.booksPath
            let opened = try await place.open()
            try await place.addUsers(to: opened.bank)
            try await opened.keepAuditHead()
            for suffix in ["", BooksSuffix.log] {
                try PrivateFile.copy(books + suffix, to: saved + suffix)
            }
            try opened.close()
            for suffix in ["", BooksSuffix.log, BooksSuffix.index] {
                try PrivateFile.remove(books + suffix)
            }
            for suffix in ["", BooksSuffix.log] {
                try PrivateFile.copy(saved + suffix, to: books + suffix)
            }
        }

        /// Gives a file of the set its name again.
        func giveBack(_ suffix: String) throws {
            try #require(rename(set.path + suffix, folder.booksPath + suffix) == 0)
        }

        func restore() async throws -> BankRestoration.Report {
            try await BankRestoration(folder, clock: place.clock, log: place.log)
                .restore(from: backup)
        }

        /// True if the books that are served have all that those had that were put aside.
        func servesAll() async throws -> Bool {
            let opened = try await place.open()
            let isReached = try await opened.store.read { [end] reader in
                try BooksEndFile.isReached(end, in: reader)
            }
            try opened.close()
            return isReached
        }
    }

    // Symptom: the sentence named the books and not their log, and the bookings of the log were gone.
    @Test("the sentence names all files of the set, and the line that gives them their names")
    func sentence() async throws {
        let dead = try await Dead()
        let (books, aside) = (dead.folder.booksPath, dead.set.path)
        let finding = try #require(dead.folder.restorationFinding)
        #expect(finding.contains("are in \(aside), \(aside)-wal, which are one. It left: "))
        let line = "mv \(aside)-wal \(books)-wal && mv \(aside) \(books)"
        #expect(finding.contains("all of them and the books last:\n  \(line)\n"))
        for suffix in [BooksSuffix.log, ""] { try dead.giveBack(suffix) }
        let cutOff = await CutOffBooks.find(in: dead.folder)
        #expect(cutOff?.refusal == nil)
        #expect(try await dead.servesAll())
        // What is left is as before, and the next restoration removes it.
        #expect(dead.folder.restorationFinding?.contains("those from before it") == true)
        let end = aside + BooksEndFile.suffix
        #expect(try await dead.restore().removedFiles.contains(end))
    }

    @Test("a log that has both names is not moved, and one of the books to come is removed")
    func otherLogs() async throws {
        let dead = try await Dead()
        let (books, aside) = (dead.folder.booksPath, dead.set.path)
        try #require(link(aside + "-wal", books + "-wal") == 0)
        #expect(dead.set.returnCommand == "rm \(aside)-wal && mv \(aside) \(books)")
        try PrivateFile.remove(aside + "-wal")
        #expect(dead.set.returnCommand == "rm \(books)-wal && mv \(aside) \(books)")
    }

    // Symptom: a restoration died in its exchange, the books got their name again as `check` said, and
    // the server started: what was booked last was gone, and nothing said so. Cause: their log had
    // stayed under the other name, and their end was taken for a useless file.
    @Test("books whose log lies beside them under its other name are refused by all who write")
    func withoutLog() async throws {
        let dead = try await Dead()
        try dead.giveBack("")
        let error = try await failure { try await dead.place.open().close() }
        #expect(error.status == .unavailable)
        #expect(error.description.contains("without their last commits: those are in"))
        let line = "mv \(dead.set.logPath) \(dead.folder.booksPath)-wal"
        #expect(error.description.hasSuffix("again:\n  \(line)"))
        let findings = try await dead.place.check().findings
        #expect(findings.contains(error.description))
        #expect(!findings.contains { $0.contains("Remove what it left") })
        let refused = try await failure { _ = try await dead.restore() }
        #expect(refused == error)
        // The refusals took nothing away.
        #expect(BooksEndFile(besides: dead.set.path).read() == dead.end)
        #expect(!dead.folder.restorationFiles.contains(dead.set.path + BooksEndFile.suffix))
        try dead.giveBack(BooksSuffix.log)
        #expect(try await dead.servesAll())
    }

    @Test("books whose log is gone are refused by what tells their end, and `lost` still knows it")
    func lostLog() async throws {
        let dead = try await Dead()
        try dead.giveBack("")
        try PrivateFile.remove(dead.set.logPath)
        let error = try await failure { try await dead.place.open().close() }
        #expect(error.description.contains("as \(dead.set.path).end tells"))
        #expect(error.description.contains("put it back as \(dead.folder.booksPath)-wal from a"))
        #expect(try await dead.place.check().findings.contains(error.description))
        let aside = try #require(try await dead.restore().previousBooks)
        #expect(BooksEndFile(besides: aside).read() == dead.end)
        let end = try await LostTransfers(aside, comparedWith: dead.folder).end()
        #expect(end == LostBooksEnd(cutOff: aside))
    }

    @Test("the head that a restoration moved aside is one that the books have to reach")
    func headAside() async throws {
        let dead = try await Dead()
        try dead.giveBack("")
        for file in [dead.set.logPath, dead.set.path + BooksEndFile.suffix] {
            try PrivateFile.remove(file)
        }
        let error = try await failure { try await dead.place.open().close() }
        #expect(error.status == .unavailable)
        #expect(error.description.contains("as \(dead.folder.auditHeadPath).new tells"))
    }

    // Symptom: of several books the RUNBOOK named the oldest, and `serve` refused them as an older
    // copy. Cause: an earlier restore had ended its exchange, and the books it put in place were the
    // ones that the next had moved.
    @Test("of several books that were put aside, those are named that had the place last")
    func several() async throws {
        let place = try TestPlace()
        try await place.make()
        let folder = place.folder
        // Under a clock that was set back in between.
        let (older, newer) = (RestorationSet(folder, 9), RestorationSet(folder, 5))
        try PrivateFile.write([1], to: older.path)
        try RestorationAsides(folder: folder).add(older.number)
        try RestorationAsides(folder: folder).add(newer.number)
        try PrivateFile.write([1], to: folder.restoringPath)
        try #require(rename(folder.booksPath, newer.path) == 0)
        let finding = try #require(folder.restorationFinding)
        #expect(finding.contains("The books from before it are in \(newer.path). "))
        #expect(finding.contains("an earlier restore replaced, are in \(older.path). "))
        #expect(finding.contains("mv \(newer.path) \(folder.booksPath)\n"))
        try #require(rename(newer.path, folder.booksPath) == 0)
        try await place.open().close()
    }
}
