// Goal: no master key is removed on the word of a list of backups that does not know of them all.
// Method: lists removed, cut off, spoilt and begun anew; a backup put back in another folder.

import BankTestKit
import CoreVocabulary
import FoundationEssentials
import Glibc
import LedgerService
import Testing
import WireProtocol

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

    // Symptom: of two backups made at a time one was missing in the list, and the change of the master
    // key removed the key that it needs.
    @Test("backups that are noted at the same time are all in the list, and it is whole")
    func atTheSameTime() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let now = place.clock.now()
        let paths = (0..<8).map { "\(place.top)/backup-\($0)" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for path in paths {
                group.addTask {
                    try book.add(
                        BackupLine(madeAt: now, path: path, masterKeys: [1], hasKeys: false)
                    )
                }
            }
            try await group.waitForAll()
        }
        #expect(try book.backups().map(\.path).sorted() == paths)
        #expect(book.finding == nil)
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
        #expect(try book.backups().last?.path == third)
        let again = try await refusal(place)
        #expect(again.description.contains("\(path) does not name every backup that was made"))
        #expect(again.description.contains("under master key 1 or an earlier one"))
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        _ = try await desk.carryOut(.rotateMasterKey(keysAreKept: true)) { _ in }
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
        let earlier = try lines.dropFirst().map { try Self.withoutHash(Array($0)) }
        try PrivateFile.write(earlier.flatMap { $0 + [0x0A] }, to: path)
        #expect(book.finding?.contains("is of an earlier release") == true)
        #expect(try book.backups().map(\.path) == [file])
        let next = try await backup(place, "next")
        #expect(book.finding == nil)
        #expect(try book.backups().map(\.path) == [file, next])
    }

    // Symptom: a number in the list was edited, `backups` listed it, and the change of the master key
    // believed it. Cause: only the number of lines was held against the list's own.
    @Test("the first line of the list that was edited is named, by what reads it and by check")
    func edited() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        for name in ["first", "second", "third"] { _ = try await backup(place, name) }
        let path = place.folder.backupBookPath
        let whole = try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        let lines = whole.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        let edits = [
            (1, "\"knownFrom\":1", "\"knownFrom\":0"),
            (2, "\"masterKeys\":[1]", "\"masterKeys\":[]"),
            (3, "\"hasKeys\":false", "\"hasKeys\":true"), (4, "third", "other"),
        ]
        for (number, old, new) in edits {
            var edited = lines
            edited[number - 1] = edited[number - 1].split(separator: old, maxSplits: 1)
                .joined(separator: new)
            #expect(edited != lines)
            try PrivateFile.write(Array(edited.map { $0 + "\n" }.joined().utf8), to: path)
            let words = "line \(number) is not as it was written, or one before it is missing"
            #expect(book.finding?.contains(words) == true)
            #expect(try await place.check().findings == [try #require(book.finding)])
            #expect(try book.listing(.india).rows.count == 3)
            #expect(try await refusal(place).description.contains(words))
        }
        // One is missing in the middle, and the line about the list says so.
        let fewer = [lines[0].replacing("\"count\":3", with: "\"count\":2"), lines[1], lines[3]]
        try PrivateFile.write(Array(fewer.map { $0 + "\n" }.joined().utf8), to: path)
        #expect(book.finding?.contains("line 1 is not as it was written") == true)
        // The first line of the list is missing altogether.
        let headless = lines.dropFirst().map { $0 + "\n" }.joined()
        try PrivateFile.write(Array(headless.utf8), to: path)
        #expect(book.finding?.contains("line 1 is not as it was written, or one before it") == true)
        try PrivateFile.write(whole, to: path)
        #expect(book.finding == nil && book.note == nil)
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("a list of an earlier release, whose lines have no hashes, is taken and proves nothing")
    func unproved() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let first = try await backup(place, "first")
        let path = place.folder.backupBookPath
        let lines = try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
            .split(separator: 0x0A).map { try Self.withoutHash(Array($0)) }
        try PrivateFile.write(lines.flatMap { $0 + [0x0A] }, to: path)
        #expect(book.finding == nil)
        let note = try #require(book.note)
        #expect(note.contains("is of an earlier release, whose lines have no hashes"))
        #expect(try await place.check().notes == [note])
        #expect(try await place.check().findings.isEmpty)
        let second = try await backup(place, "second")
        #expect(book.note == nil && book.finding == nil)
        #expect(try book.backups().map(\.path) == [first, second])
    }

    // Symptom: a backup that was made while the clock ran a year ahead kept the alarm on old backups silent
    // for a year. Cause: the last date counted, and an age below zero was zero. Proves that a date
    // beyond the clock's tolerance is no age, and that `check` names the backup.
    @Test("a backup that is dated later than the clock does not count as the last one")
    func datedAhead() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let now = place.clock.now()
        func add(_ path: String, secondsAhead: Int64) throws {
            try book.add(
                BackupLine(
                    madeAt: now.adding(seconds: secondsAhead),
                    path: path,
                    masterKeys: [1],
                    hasKeys: false
                )
            )
        }
        let tolerance = Instant.stepToleranceSeconds
        try add("/backup/ahead", secondsAhead: tolerance + 1)
        #expect(book.ageSeconds(at: now) == nil)
        let note = try #require(book.note(at: now))
        #expect(note.hasPrefix("The backup /backup/ahead is dated more than five minutes later"))
        #expect(try await place.check().notes == [note])
        try add("/backup/old", secondsAhead: -90)
        #expect(book.ageSeconds(at: now) == 90)
        try add("/backup/near", secondsAhead: tolerance)
        #expect(book.ageSeconds(at: now) == 0)
        try add("/backup/farther", secondsAhead: 1_000_000)
        #expect(book.note(at: now)?.hasPrefix("2 backups, such as /backup/farther, are") == true)
        let later = now.adding(seconds: 2_000_000)
        #expect(book.ageSeconds(at: later) == 1_000_000)
        #expect(book.note(at: later) == nil)
    }

    // Symptom: `backups` ended with 66 or 69 when the books were lost, and printed nothing: exactly then
    // somebody needs to know what can be restored. Cause: the list was read through the books.
    @Test("the list of backups is read without books, and a folder without both is refused")
    func withoutBooks() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let file = try await backup(place, "first")
        #expect(place.folder.missingBooks == nil)
        try PrivateFile.write([1, 2, 3], to: place.folder.booksPath)
        #expect(try book.listing(.india).rows.map { $0[1] } == [file])
        for path in [place.folder.booksPath, place.folder.auditHeadPath] {
            try PrivateFile.remove(path)
            #expect(try book.listing(.india).rows.map { $0[1] } == [file])
        }
        let missing = try #require(place.folder.missingBooks)
        #expect(missing.description.contains("The books of this bank are gone"))
        try PrivateFile.remove(place.folder.backupBookPath)
        #expect(try await failure { _ = try book.listing(.india) }.status == .noInput)
    }

    // Symptom: an older copy of the list was put back, as `check` advises; `check` said that everything
    // holds, and the change of the master key removed a key that a backup needed, without a question.
    // Cause: an older copy is whole in itself, and nothing outside of it told that it is older.
    @Test("an older copy of the list is found, and asks before a key goes")
    func olderCopy() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let path = place.folder.backupBookPath
        let empty = try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        _ = try await backup(place, "first")
        let one = try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        _ = try await backup(place, "second")
        let newest = try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        for older in [empty, one] {
            try PrivateFile.write(older, to: path)
            let finding = try #require(book.finding)
            #expect(finding.hasPrefix("\(path) is an older copy: the list was written anew since"))
            #expect(try await place.check().findings == [finding])
            #expect(try await refusal(place).description.contains("\(path) is an older copy"))
        }
        // The latest copy holds again.
        try PrivateFile.write(newest, to: path)
        #expect(try await place.check() == BankCheck.Report())
        // A backup over an older copy writes a newer list, and the doubt stays with the key of now.
        try PrivateFile.write(empty, to: path)
        _ = try await backup(place, "third")
        #expect(try await place.check() == BankCheck.Report())
        #expect(try await refusal(place).description.contains("does not name every backup"))
        try PrivateFile.write(newest, to: path)
        #expect(book.finding?.contains("is an older copy") == true)
    }

    @Test("without the number of the newest list the list proves nothing, and a backup mends it")
    func withoutNumber() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let head = place.folder.backupHeadPath
        #expect(place.mode(head) == 0o600)
        let heads: [[UInt8]?] = [
            nil, Array("list x\n".utf8), Array("list 99999999999999999\n".utf8),
        ]
        for bytes in heads {
            try PrivateFile.remove(head)
            if let bytes { try PrivateFile.write(bytes, to: head) }
            let finding = try #require(book.finding)
            #expect(finding.hasPrefix(head))
            #expect(try await place.check().findings == [finding])
            #expect(try await refusal(place).description.contains(head))
            _ = try await backup(place, "after-\(bytes?.count ?? 0)")
            #expect(try await place.check() == BankCheck.Report())
            #expect(try await refusal(place).description.contains("does not name every backup"))
        }
    }

    // Symptom: a backup that could not be added to the list ended with 73 and stayed, whole: the list
    // was sound, and the key that the backup needs was removed without a question.
    @Test("a backup that cannot be added to the list leaves nothing, and can be repeated")
    func unlisted() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let path = place.folder.backupBookPath
        let before = try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        for file in [path, place.folder.backupHeadPath] {
            try PrivateFile.makeFolder(file + PrivateFile.draftSuffix)
            let error = try await failure { _ = try await backup(place, "first") }
            #expect(error.status == .cannotCreate)
            #expect(error.description.contains("cannot be added to the list of backups"))
            let left = try FileManager.default.contentsOfDirectory(atPath: place.top)
            #expect(left == ["bank"])
            #expect(try PrivateFile.read(path, byteLimit: BackupList.byteLimit) == before)
            try #require(rmdir(file + PrivateFile.draftSuffix) == 0)
            #expect(book.finding == nil)
        }
        let file = try await backup(place, "first")
        #expect(try book.backups().map(\.path) == [file])
    }

    @Test("a backup that cannot have its name is in no list")
    func unnamed() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        try PrivateFile.makeFolder(place.top + "/first.counterfoil.toml")
        let error = try await failure { _ = try await backup(place, "first") }
        #expect(error.status == .cannotCreate)
        #expect(try book.backups().isEmpty)
        #expect(book.finding == nil)
        try book.requireNone(needing: place.folder.keys)
    }

    /// A line as the release before wrote it.
    private static func withoutHash(_ line: [UInt8]) throws -> [UInt8] {
        guard case .object(let members) = try StrictJSON.parse(line) else { throw NoFailure() }
        return CanonicalJSON.encode(.object(members.filter { $0.name != "hash" }))
    }

    // Symptom: of more backups than the list has room for the oldest was forgotten, and its key was
    // removed without a question. Cause: the list said that it knew of every backup still.
    @Test("a list that forgets a backup without keys does not vouch for the key which that needs")
    func forgets() async throws {
        let place = try TestPlace()
        try await place.make()
        let book = BackupBook(place.folder)
        let path = place.folder.backupBookPath
        func line(_ number: Int, _ key: MasterKey.Number, hasKeys: Bool) -> BackupLine {
            BackupLine(
                madeAt: TestBank.start.adding(seconds: Int64(number)),
                path: "/backup/\(number)",
                masterKeys: [key],
                hasKeys: hasKeys
            )
        }
        func fill(oldestHasKeys: Bool, listNumber: Int64) throws {
            let backups = (0..<BackupBook.backupLimit).map { number in
                line(number, number == 0 ? 1 : 2, hasKeys: number > 0 || oldestHasKeys)
            }
            let list = BackupList(number: listNumber, knownFrom: 1, backups: backups)
            try PrivateFile.write(list.encoded, to: path)
            try book.add(line(BackupBook.backupLimit, 2, hasKeys: true))
            #expect(try book.backups().first?.path == "/backup/1")
        }
        try fill(oldestHasKeys: true, listNumber: 10)
        try book.requireNone(needing: place.folder.keys)
        try fill(oldestHasKeys: false, listNumber: 20)
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
        #expect(try book.backups().map(\.path) == [file])
        #expect(book.finding == nil)
        let error = try await failure { try book.requireNone(needing: elsewhere.keys) }
        #expect(error.description.contains("\(file) needs master key 1\n"))
        #expect(error.description.contains("under master key 1 or an earlier one"))
    }
}
