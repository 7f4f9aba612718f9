// Goal: books that were put aside are read as they are, and what lies beside them is as it was.
// Method: copies of a bank's files, with and without SQLite's log, and names that a shell finds too.

import BankTestKit
import CoreVocabulary
import FoundationEssentials
import Glibc
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("Books that were put aside")
struct LostBooksTests {
    private static func look(at path: String, _ place: TestPlace) async throws -> [String] {
        _ = try await LostTransfers(path, comparedWith: place.folder).forEach { _ in }
        let acts = try LostActs(
            path,
            comparedWith: place.folder,
            zone: .india,
            now: place.clock.now()
        )
        return try await acts.list().map(\.sentence)
    }

    private static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    // Symptom: `lost` left an index and an empty log beside books that it only read. Cause: SQLite makes
    // them for whoever reads books that have a log, and a reader does not remove them.
    @Test("to read them leaves their folder as it was", arguments: [true, false])
    func traces(hasLog: Bool) async throws {
        let place = try TestPlace()
        try await place.make()
        let (aside, top) = (place.top + "/a b%?#.before-7", place.top)
        // The books of now, without the users that follow.
        let kept = place.top + "/kept"
        try PrivateFile.copy(place.folder.booksPath, to: kept)
        let opened = try await place.open()
        try await place.addUsers(to: opened.bank)
        if hasLog {
            for suffix in ["", "-wal"] {
                try PrivateFile.copy(place.folder.booksPath + suffix, to: aside + suffix)
            }
        }
        try opened.close()
        if !hasLog { try PrivateFile.copy(place.folder.booksPath, to: aside) }
        try PrivateFile.replace(place.folder.booksPath, by: kept)
        let before = try Self.names(in: top)
        let lost = try await Self.look(at: aside, place)
        #expect(lost.contains("asha was added, and is not there any more."))
        #expect(try Self.names(in: top) == before)
    }

    // Symptom: `lost` read books, and wrote notes beside them, where somebody else had a link lead.
    @Test("books behind a link that others could replace, or in the place of a link, are not read")
    func links() async throws {
        let place = try TestPlace()
        try await place.make()
        let (shared, books) = (place.top + "/shared", place.top + "/bank.before-7")
        try PrivateFile.copy(place.folder.booksPath, to: books)
        try PrivateFile.makeFolder(shared)
        try #require(symlink("..", shared + "/link") == 0)
        let through = shared + "/link/bank.before-7"
        _ = try await Self.look(at: through, place)
        try #require(chmod(shared, 0o777) == 0)
        let way = try await failure { _ = try await Self.look(at: through, place) }
        #expect(way.status == .configuration)
        #expect(way.description.hasPrefix("\(shared)/link is a link that another user made"))
        let link = place.top + "/linked"
        try #require(symlink(books, link) == 0)
        let linked = try await failure { _ = try await Self.look(at: link, place) }
        #expect(linked.status == .configuration)
        #expect(linked.description.hasPrefix("\(link) is a link, and none is followed."))
    }

    // Symptom: a shell handed over the log as well, and the answer was that the books are damaged.
    @Test(
        "what lies beside books is named as what it is, with the books",
        arguments: [
            ("-wal", "the log of the books"), ("-shm", "the index into the log of the books"),
            (".notes", "the notes about the books"), (".lock", "the lock of the books"),
            (".end", "the record of the end of the books"),
        ]
    )
    func companions(suffix: String, words: String) async throws {
        let place = try TestPlace()
        try await place.make()
        let aside = place.top + "/bank.sqlite.before-7"
        try PrivateFile.write([0], to: aside + suffix)
        func refusal() async throws -> DaemonError {
            try await failure { _ = try await Self.look(at: aside + suffix, place) }
        }
        let alone = try await refusal()
        #expect(alone.description.hasPrefix("\(aside)\(suffix) is \(words) \(aside). They are not"))
        try PrivateFile.copy(place.folder.booksPath, to: aside)
        let beside = try await refusal()
        #expect(beside.description.hasPrefix("\(aside)\(suffix) is \(words) \(aside). "))
        #expect(beside.description.hasSuffix("Name the books: --from \(aside)"))
        #expect(beside.status == .badData && alone.status == .badData)
        #expect(!beside.description.contains("cannot be read"))
    }

    // Symptom: the log of the books was missing or damaged, and "lack nothing" stood there with 0. Cause:
    // books without their last commits are whole books, and nothing outside of them told their end.
    @Test("books that end before they did when they were put aside are called that, with their log")
    func cutOff() async throws {
        let place = try TestPlace()
        try await place.make()
        let backup = place.top + "/backup"
        _ = try await BankBackup(place.folder, clock: place.clock)
            .write(to: backup, includesKeys: false)
        let opened = try await place.open()
        try await place.addUsers(to: opened.bank)
        try opened.close()
        let report = try await BankRestoration(place.folder, clock: place.clock, log: place.log)
            .restore(from: backup)
        let aside = try #require(report.previousBooks)
        func end() async throws -> LostBooksEnd {
            try await LostTransfers(aside, comparedWith: place.folder).end()
        }
        #expect(try await end() == .reached)
        #expect(place.mode(aside + BooksEndFile.suffix) == 0o600)
        // As they were before their last commits.
        for suffix in ["", "-wal", "-shm"] where PrivateFile.exists(aside + suffix) {
            try PrivateFile.remove(aside + suffix)
        }
        try PrivateFile.copy(backup, to: aside)
        guard case .cutOff(let sentence) = try await end() else {
            Issue.record("not found to be cut off")
            return
        }
        #expect(sentence.hasPrefix("The books at \(aside) end before they did"))
        #expect(sentence.contains("\(aside)-wal"))
        // Of an earlier release.
        try PrivateFile.remove(aside + BooksEndFile.suffix)
        guard case .unknown(let doubt) = try await end() else {
            Issue.record("proved by nothing")
            return
        }
        #expect(doubt.hasPrefix("It cannot be proved that \(aside) has all"))
        #expect(doubt.contains("\(aside)-wal"))
    }

    // Symptom: `check` said "Everything holds." beside notes that `lost` refuses to read.
    @Test("a note that was cut off is found by `check`")
    func checkedNotes() async throws {
        let place = try TestPlace()
        try await place.make()
        let path = place.folder.booksPath + ".before-7" + LostNotes.suffix
        try PrivateFile.write([0x7B, 0x0A], to: path)
        let findings = try await place.check().findings
        #expect(findings.contains { $0.hasPrefix("Line 1 of \(path) is no whole note") })
    }

    // Symptom: `--data .` was printed as it was given, and led nowhere from another folder.
    @Test("a command that is printed names the bank by its whole path")
    func wholePath() {
        let command = ShellCommand("lost").on(DataFolder(path: "bank")).description
        #expect(command.hasPrefix("counterfoild lost --data "))
        #expect(command.contains("/") && command.contains("/bank"))
        #expect(!command.contains("--data bank"))
    }

    @Test("the books that the bank has now are not compared with themselves")
    func ownBooks() async throws {
        let place = try TestPlace()
        try await place.make()
        let path = place.folder.booksPath
        let error = try await failure { _ = try await Self.look(at: path, place) }
        #expect(error.description.hasPrefix("\(path) holds the books that the bank has now."))
    }
}
