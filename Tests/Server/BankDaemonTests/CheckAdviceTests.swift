// Goal: `check` finds what no server starts with, and says what to do where SQLite says only what
// failed.
// Method: one trouble at a time.

import BankTestKit
import CoreVocabulary
import Glibc
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon
import LocalFiles

@Suite("Advice of a check")
struct CheckAdviceTests {
    private func place() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.makeWithUsers()
        return place
    }

    // Symptom: `check` said "Everything holds." of a folder on a disk that was mounted to be read only,
    // and `serve` ended with 69. Cause: `check` writes nothing, and nobody asked the disk.
    @Test("a disk that takes no writes is a finding where no server runs that tells it")
    func readOnly() async throws {
        let place = try await place()
        #expect(!place.folder.isReadOnly)
        var check = BankCheck(
            place.folder,
            configuration: try place.settings(),
            now: place.clock.now()
        )
        let sound = await check.run()
        #expect(sound == BankCheck.Report())
        check.isReadOnly = true
        let findings = await check.run().findings
        #expect(findings.count == 1)
        let words = "The disk of \(place.folder.path) is mounted to be read only"
        #expect(findings.first?.hasPrefix(words) == true)
    }

    // Symptom: "bank.sqlite: database disk image is malformed" and no more, where `serve` said what had
    // happened and what to do.
    @Test("of books that were cut off it is said what to do")
    func cutOff() async throws {
        let place = try await place()
        let books = place.folder.booksPath
        let byteCount = try #require(FileStatus(at: books)?.byteCount)
        try #require(truncate(books, off_t(byteCount) - 4_096) == 0)
        let findings = try await place.check().findings
        let told = findings.filter { $0.contains("holds no whole books: it was cut off") }
        #expect(told.count == 1, "\(findings)")
        #expect(told.first?.hasPrefix("\(books): ") == true)
        let command = "counterfoild restore --data \(place.folder.path) --from FILE"
        #expect(told.first?.hasSuffix(command) == true)
    }

    // Symptom: "attempt to write a readonly database", of a check that writes nothing.
    @Test("a journal that lies beside the books is named as the cause")
    func journal() async throws {
        let place = try await place()
        let journal = place.folder.booksPath + BooksSuffix.journal
        try PrivateFile.write([UInt8](repeating: 7, count: 600), to: journal)
        let findings = try await place.check().findings
        let told = findings.filter { $0.contains("The cause is \(journal)") }
        #expect(told.count == 1, "\(findings)")
        #expect(told.first?.contains("move it away") == true)
        try PrivateFile.remove(journal)
        #expect(try await place.check() == BankCheck.Report())
    }
}
