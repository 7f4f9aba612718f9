// Goal: no file of somebody else beside the bank's own keeps the bank from being opened.
// Method: files and folders whose names only begin like the bank's, with modes too wide for its own.

import BankTestKit
import Glibc
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("Files that are none of the bank's")
struct StrangeFileTests {
    // Symptom: a folder `bank.sqlite.d`, or a note beside the keys that everybody may read, stopped the
    // server with 78. Cause: every name that begins so was taken for the bank's.
    @Test("what the bank does not know is noted at most, and the bank is opened")
    func strange() async throws {
        let place = try TestPlace()
        try await place.make()
        let folder = place.folder
        let files = [
            folder.booksPath + ".bak", folder.booksPath + ".before-last",
            folder.booksPath + ".before-7.txt", folder.keys.path + "/README",
        ]
        for file in files {
            try PrivateFile.write([1], to: file)
            try #require(chmod(file, 0o644) == 0)
        }
        try PrivateFile.makeFolder(folder.booksPath + ".d")
        try folder.requireAllPrivate()
        try await place.open().close()
        let report = try await place.check()
        #expect(report.findings.isEmpty, "\(report.findings)")
        for file in files {
            let remedy = "Put it right with: chmod 600 \(file)"
            let note = "Others than its owner may read \(file). \(remedy)"
            #expect(report.notes.contains(note), "\(report.notes)")
        }
        #expect(report.notes.count == files.count)
    }

    @Test("what the bank knows beside its books, and copies of keys, are judged")
    func known() async throws {
        let place = try TestPlace()
        try await place.make()
        let folder = place.folder
        let aside = folder.booksPath + ".before-7"
        let books = ["-journal", ".lock", ".restoring", ".restoring-wal"].map {
            folder.booksPath + $0
        }
        let asides = ["", "-wal", "-shm", BooksEndFile.suffix, LostNotes.suffix].map { aside + $0 }
        let copies = ["/master-1.key.bak", "/old-master-1", "/server.key.old"].map {
            folder.keys.path + $0
        }
        for file in books + asides + copies {
            let isThere = PrivateFile.exists(file)
            if !isThere { try PrivateFile.write([], to: file) }
            try #require(chmod(file, 0o644) == 0)
            let error = try await failure { try folder.requireAllPrivate() }
            #expect(error.status == .configuration)
            #expect(error.description.hasSuffix("chmod 600 \(file)"), "\(error)")
            try #require(chmod(file, 0o600) == 0)
            if !isThere { try PrivateFile.remove(file) }
        }
        try PrivateFile.makeFolder(aside)
        let error = try await failure { try folder.requireAllPrivate() }
        #expect(error == DaemonError("\(aside) is no file.", .configuration))
    }
}
