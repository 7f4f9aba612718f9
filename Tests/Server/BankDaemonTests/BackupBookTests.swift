// Goal: no master key is removed on the word of a list of backups that does not know of them all.
// Method: lists removed, cut off, spoilt and begun anew; a backup put back in another folder.

import BankTestKit
import CoreVocabulary
import LedgerService
import Testing

@testable import BankDaemon

@Suite("The list of backups")
struct BackupBookTests {
    /// What somebody or something did to the list.
    enum Damage: CaseIterable {
        case removed, emptied, garbage, cutInLine, cutBetweenLines, beheaded
    }

    private func backup(_ place: TestPlace, _ name: String) async throws -> String {
        let file = "\(place.top)/\(name)"
        _ = try await BankBackup(place.folder, clock: place.clock)
            .write(to: file, includesKeys: false)
        place.clock.advance(seconds: 60)
        return file
    }

    private func refusal(_ place: TestPlace) async throws -> DaemonError {
        try await failure { try BackupBook(place.folder).requireNone(needing: place.folder.keys) }
    }

    // Symptom: the list was removed or cut off, `check` said that everything holds, and the change of
    // the master key removed the key that a backup needed, without a question.
    @Test(
        "a list that is not whole is found, and asks before a key goes",
        arguments: Damage.allCases
    )
    func damaged(damage: Damage) async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        for name in ["first", "second"] { _ = try await backup(place, name) }
        let path = place.folder.backupBookPath
        let whole = try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        let lines = whole.split(separator: UInt8(ascii: "\n"))
        switch damage {
        case .removed: try PrivateFile.remove(path)
        case .emptied: try PrivateFile.write([], to: path)
        case .garbage: try PrivateFile.write(Array("no list\n".utf8), to: path)
        case .cutInLine: try PrivateFile.write(Array(whole.dropLast(40)), to: path)
        case .cutBetweenLines:
            try PrivateFile.write(lines.dropLast().flatMap { $0 + [0x0A] }, to: path)
        // Symptom: a list without its first line was taken for one of an earlier release, and whole,
        // also when lines at its end were missing.
        case .beheaded:
            try PrivateFile.write(lines.dropFirst().dropLast().flatMap { $0 + [0x0A] }, to: path)
        }
        let findings = try await place.check().findings
        #expect(findings == [try #require(book.finding)])
        #expect(findings.first?.contains(path) == true)
        let error = try await refusal(place)
        #expect(error.status == .configuration)
        #expect(error.description.contains("Backups that no list names may need them: \(path)"))
        #expect(error.description.contains("add --keys-are-kept"))

        // The next backup begins it anew, and the doubt stays with the keys of now.
        let third = try await backup(place, "third")
        #expect(try await place.check() == BankCheck.Report())
        #expect(try book.entries().last?.path == third)
        let again = try await refusal(place)
        #expect(again.description.contains("\(path) does not name every backup that was made"))
        #expect(again.description.contains("under master key 1 or an earlier one"))
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        _ = try await desk.carryOut(.rotateMasterKey) { _ in }
        try opened.close()
        try book.requireNone(needing: place.folder.keys)
    }

    @Test("without backups every key may go, and a list of an earlier release is asked about once")
    func sound() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        try book.requireNone(needing: place.folder.keys)
        let file = try await backup(place, "first")
        let path = place.folder.backupBookPath
        let whole = try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        let lines = whole.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 2)
        try PrivateFile.write(lines.dropFirst().flatMap { $0 + [0x0A] }, to: path)
        #expect(book.finding?.contains("is of an earlier release") == true)
        #expect(try book.entries().map(\.path) == [file])
        let next = try await backup(place, "next")
        #expect(book.finding == nil)
        #expect(try book.entries().map(\.path) == [file, next])
    }

    // Symptom: of more backups than the list has room for the oldest was forgotten, and its key was
    // removed without a question. Cause: the list said that it knew of every backup still.
    @Test("a list that forgets a backup without keys does not vouch for the key which that needs")
    func forgets() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let path = place.folder.backupBookPath
        func entry(_ number: Int, _ key: MasterKey.Number, hasKeys: Bool) -> BackupBook.Entry {
            BackupBook.Entry(
                madeAt: TestBank.start.adding(seconds: Int64(number)),
                path: "/backup/\(number)",
                masterKeys: [key],
                hasKeys: hasKeys
            )
        }
        func fill(oldestHasKeys: Bool) throws {
            let entries = (0..<BackupBook.entryLimit).map { number in
                entry(number, number == 0 ? 1 : 2, hasKeys: number > 0 || oldestHasKeys)
            }
            try PrivateFile.write(BackupList(knownFrom: 1, entries: entries).encoded, to: path)
            try book.add(entry(BackupBook.entryLimit, 2, hasKeys: true))
            #expect(try book.entries().first?.path == "/backup/1")
        }
        try fill(oldestHasKeys: true)
        try book.requireNone(needing: place.folder.keys)
        try fill(oldestHasKeys: false)
        let error = try await refusal(place)
        #expect(error.description.contains("under master key 1 or an earlier one"))
        #expect(book.finding == nil)
    }

    // Symptom: a backup was put back in another folder, which had no list; the next change of the
    // master key removed the very key that the backup needs.
    @Test("a folder into which a backup was put back knows that the backup needs its key")
    func elsewhere() async throws {
        let place = try TestPlace()
        try await place.make()
        let file = try await backup(place, "first")
        let elsewhere = DataFolder(path: place.top + "/elsewhere")
        for folder in [elsewhere.path, elsewhere.keys.path] { try PrivateFile.makeFolder(folder) }
        try PrivateFile.copy(place.folder.keys.file(1), to: elsewhere.keys.file(1))
        let restoration = BankRestoration(elsewhere, clock: place.clock, log: place.log)
        for _ in 1...2 { _ = try await restoration.restore(from: file) }
        let book = BackupBook(elsewhere)
        #expect(try book.entries().map(\.path) == [file])
        #expect(book.finding == nil)
        let error = try await failure { try book.requireNone(needing: elsewhere.keys) }
        #expect(error.description.contains("\(file) needs master key 1\n"))
        #expect(error.description.contains("under master key 1 or an earlier one"))
    }
}
