// Goal: a backup that was killed before all its files had their names is taken for none, and made by
// the same command.
// Method: whole backups of which some files are drafts again, as a process leaves them that dies.

import BankTestKit
import CoreVocabulary
import Cryptography
import FoundationEssentials
import Testing

@testable import BankDaemon

@Suite("Backups that were not finished")
struct UnfinishedBackupTests {
    private static let draft = BackupFiles.draftSuffix

    private func write(
        _ place: TestPlace,
        _ file: String,
        withKeys: Bool = true
    ) async throws -> [String] {
        try await BankBackup(place.folder, clock: place.clock)
            .write(to: file, includesKeys: withKeys)
    }

    /// A backup with keys of which only the first files have their names, in their order.
    private func killed(named count: Int) async throws -> (place: TestPlace, file: String) {
        let place = try TestPlace()
        try await place.make()
        let file = place.top + "/backup"
        let files = try await write(place, file)
        for file in files.dropFirst(count) { try PrivateFile.rename(file, to: file + Self.draft) }
        let book = BackupBook(place.folder)
        var line = try #require(try book.backups().first)
        try book.remove(line)
        line.isFinished = false
        try book.add(line)
        return (place, file)
    }

    private func names(_ place: TestPlace) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: place.top).sorted()
    }

    // Symptom: a backup with keys that was killed while its files got their names was listed as there,
    // counted as the last one, and had its key, which was in a draft, removed without a question.
    @Test("it is not whole, is no last backup, and needs its key", arguments: [0, 1, 3, 9])
    func standing(count: Int) async throws {
        let (place, file) = try await killed(named: count)
        let book = BackupBook(place.folder)
        #expect(book.finding == nil)
        let row = try #require(try book.listing(.india).rows.first)
        #expect(row[2] == "not whole")
        #expect(book.ageSeconds(at: place.clock.now()) == nil)
        let hasKey = PrivateFile.exists(BackupFiles(path: file).key(1))
        #expect(try book.needing(1).isEmpty == hasKey)
        #expect(row[3] == (hasKey ? "1 (beside it)" : "1"))
        let note = try #require(book.noteOfUnfinished)
        #expect(note.hasPrefix("The backup \(file) was not finished, and what is left of it may"))
        #expect(try await place.check().notes == [note])
    }

    // Symptom: the same command said "is there already; choose another name", and private keys stayed
    // for good under names of drafts.
    @Test("the same command removes what is left of it, and makes it", arguments: [0, 1, 3, 9])
    func again(count: Int) async throws {
        let (place, file) = try await killed(named: count)
        for end in ["-wal", "-shm", ".new"] {
            try PrivateFile.write([], to: file + Self.draft + end)
        }
        try PrivateFile.write([7], to: file + ".master-1.key" + Self.draft + ".new")
        // Those of another one, and what is no part of any.
        let others = ["backup2" + Self.draft, "backup.notes" + Self.draft, "backup.old"]
        for name in others { try PrivateFile.write([7], to: "\(place.top)/\(name)") }
        place.clock.advance(seconds: 60)
        let files = try await write(place, file, withKeys: false)
        let written = files.map { String($0.dropFirst(place.top.count + 1)) }
        #expect(try names(place) == (written + others + ["bank"]).sorted())
        let book = BackupBook(place.folder)
        #expect(try book.backups().map(\.isFinished) == [true])
        #expect(book.ageSeconds(at: place.clock.now()) == 0)
        #expect(book.noteOfUnfinished == nil)
        #expect(try book.listing(.india).rows.map { $0[2] } == ["there"])
    }

    @Test("a file that the unfinished one did not write is left, and its name refused")
    func strange() async throws {
        let (place, file) = try await killed(named: 1)
        try PrivateFile.remove(file)
        try PrivateFile.write([1, 2, 3], to: file)
        let error = try await failure { _ = try await write(place, file) }
        #expect(error.description == "\(file) is there already; choose another name.")
        #expect(try PrivateFile.read(file, byteLimit: 3) == [1, 2, 3])
    }

    @Test("files of a backup that is in no list of this bank are left")
    func unlisted() async throws {
        let (place, file) = try await killed(named: 3)
        let book = BackupBook(place.folder)
        try book.remove(try #require(try book.backups().first))
        #expect(try await failure { _ = try await write(place, file) }.status == .cannotCreate)
        #expect(PrivateFile.exists(file))
        #expect(book.noteOfUnfinished == nil)
    }

    @Test("a backup that has its manifest is whole, also when the list was not told")
    func untold() async throws {
        let (place, file) = try await killed(named: 10)
        let book = BackupBook(place.folder)
        #expect(try book.listing(.india).rows.map { $0[2] } == ["there"])
        #expect(book.noteOfUnfinished == nil)
        #expect(try book.needing(1).isEmpty)
        #expect(try await failure { _ = try await write(place, file) }.status == .cannotCreate)
        // Once its files are elsewhere nobody knows that the key is with them.
        for suffix in ["", ".master-1.key"] { try PrivateFile.remove(file + suffix) }
        #expect(try book.needing(1).map(\.path) == [file])
        let line = try #require(try book.backups().first)
        var told = line
        told.isFinished = true
        try book.add(told)
        #expect(try book.backups() == [told])
        #expect(try book.needing(1).isEmpty)
    }

    // Symptom: on a full disk `-wal` and `-shm` of the draft stayed for good beside a whole backup.
    @Test("what SQLite leaves beside the draft goes before the backup has its name")
    func besideDraft() throws {
        let place = try TestPlace()
        let files = BackupFiles(path: place.top + "/backup")
        var draft = BackupDraft(files)
        try draft.add("") { try PrivateFile.write([1], to: $0) }
        for end in ["-wal", "-shm"] { try PrivateFile.write([], to: draft.path("") + end) }
        try draft.finish(
            BackupManifest(
                madeAt: place.clock.now(),
                epoch: 1,
                feedHead: 0,
                auditNumber: 0,
                auditHash: .zero,
                masterKeys: [1],
                files: draft.listed
            )
        )
        try draft.publish()
        #expect(try names(place) == ["backup", "backup.manifest"])
        draft.withdraw()
        #expect(try names(place).isEmpty)
    }
}
