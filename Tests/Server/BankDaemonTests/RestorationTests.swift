// Goal: no part of a backup is believed unproved, and a restoration that does not end is told of.
// Method: parts changed one at a time; what each death leaves behind.

import BankTestKit
import CoreVocabulary
import FoundationEssentials
import Glibc
import LedgerService
import LedgerStoreSQLite
import Testing
import IdentityCore

@testable import BankDaemon

@Suite("Parts and deaths of a restoration")
struct RestorationTests {
    /// A bank, and a backup of it with all keys; its files, the manifest last.
    private func backup() async throws -> (place: TestPlace, files: [String]) {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let files = try await BankBackup(place.folder, clock: place.clock)
            .write(to: place.top + "/backup", includesKeys: true)
        return (place, files)
    }

    private func restore(_ place: TestPlace) async throws -> BankRestoration.Report {
        try await BankRestoration(place.folder, clock: place.clock, log: place.log)
            .restore(from: place.top + "/backup")
    }

    // Attack: somebody changes the settings or a key in a backup. Symptom: nobody noticed where the
    // folder had a file of its own. Expectation: the backup is refused, whatever the folder has.
    @Test("each part of a backup is held against its hash, also one that the folder has of its own")
    func changedParts() async throws {
        let (place, files) = try await backup()
        #expect(files.count == 10)
        for part in files.dropLast() {
            try place.damage(part, at: 0)
            let changed = try await failure { _ = try await restore(place) }
            #expect(changed.status == .badData)
            #expect(changed.description.hasPrefix("\(part) is not the file that its manifest"))
            try place.damage(part, at: 0)
            try #require(rename(part, part + ".away") == 0)
            let missing = try await failure { _ = try await restore(place) }
            #expect(missing.status == .noInput)
            #expect(missing.description.contains(part))
            try #require(rename(part + ".away", part) == 0)
        }
        _ = try await restore(place)
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("a manifest that names a part that no backup has is refused")
    func foreignPart() async throws {
        let (place, files) = try await backup()
        let manifest = try #require(files.last)
        let text = String(
            decoding: try PrivateFile.read(manifest, byteLimit: BackupManifest.byteLimit),
            as: UTF8.self
        )
        let changed = text.replacing(".counterfoil.toml", with: "/../bank/keys/master-1.key")
        try #require(changed != text)
        try PrivateFile.write(Array(changed.utf8), to: manifest)
        let error = try await failure { _ = try await restore(place) }
        #expect(error.status == .badData)
        #expect(error.description.contains("which is no part of a backup"))
    }

    @Test("a restoration that was killed is named, with what to do, and the next one makes it good")
    func killed() async throws {
        let (place, _) = try await backup()
        let draft = place.folder.restoringPath
        // Before the exchange.
        try PrivateFile.write([1, 2, 3], to: draft)
        try PrivateFile.write([], to: draft + ".lock")
        let early = try await place.check().findings
        #expect(early.count == 1)
        #expect(early.first?.contains("the books are those from before it") == true)
        #expect(early.first?.contains("counterfoild restore --data \(place.folder.path)") == true)
        #expect(early.first?.contains("\(draft), \(draft).lock") == true)
        #expect(early.first == place.folder.restorationFinding)
        try await place.open().close()
        // After it.
        try PrivateFile.remove(draft)
        let late = try await place.check().findings
        #expect(late.count == 1)
        #expect(late.first?.contains("those that it put in place") == true)
        #expect(late.first?.contains("Remove what it left: \(draft).lock.") == true)
        // In the middle of it.
        try PrivateFile.write([1, 2, 3], to: draft)
        let books = place.folder.booksPath
        for number in ["3", "7"] { try PrivateFile.write([1], to: "\(books).before-\(number)") }
        try #require(rename(books, books + ".before-12") == 0)
        try PrivateFile.remove(place.folder.auditHeadPath)
        let middle = try await failure { try await place.open().close() }
        #expect(middle.status == .noInput)
        #expect(middle.description.contains("\(books) is not there"))
        #expect(middle.description.contains("in \(books).before-12."))
        #expect(try await place.check().findings.contains(middle.description))

        let report = try await restore(place)
        #expect(report.removedFiles == [draft, draft + ".lock"])
        #expect(report.previousBooks == nil)
        #expect(place.folder.restorationFinding == nil)
        let after = try await place.check()
        #expect(after == BankCheck.Report())
        #expect(try await restore(place).removedFiles.isEmpty)
    }

    // Symptom: a restoration on a full disk was refused; the books were gone from their place and the
    // head of their audit log from the folder. Cause: nothing that was moved was moved back.
    @Test("a restoration whose exchange fails leaves books, log and head where they were")
    func failedExchange() async throws {
        let (place, _) = try await backup()
        let folder = place.folder
        // Whoever reads books makes SQLite's files beside them.
        #expect(try await place.check() == BankCheck.Report())
        try PrivateFile.write([], to: folder.booksPath + "-shm")
        let head = try PrivateFile.read(folder.auditHeadPath, byteLimit: 1_024)
        // A folder has the name that one of the files is to get, after the books have moved.
        let aside = "\(folder.booksPath).before-\(place.clock.now().secondsSinceEpoch)"
        try PrivateFile.makeFolder(aside + "-shm")
        let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        let error = try await failure { _ = try await restore(place) }
        #expect(error.status == .cannotCreate)
        #expect(error.description.contains(aside))
        let after = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        #expect(after.sorted() == before.sorted())
        #expect(try PrivateFile.read(folder.auditHeadPath, byteLimit: 1_024) == head)
        try FileManager.default.removeItem(atPath: aside + "-shm")
        #expect(try await place.check() == BankCheck.Report())
        #expect(try await restore(place).previousBooks == aside)
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: a restoration that had died while it moved the books was begun again and refused, and
    // then nothing said where the books were.
    @Test("while the books are only aside, a restoration that is refused leaves what tells of it")
    func refusedAfterDeath() async throws {
        let (place, files) = try await backup()
        let folder = place.folder
        try PrivateFile.write([1], to: folder.restoringPath)
        try #require(rename(folder.booksPath, folder.booksPath + ".before-12") == 0)
        // Of a log that was given its second name, and no more.
        try PrivateFile.write([1], to: folder.booksPath + ".log")
        try #require(link(folder.booksPath + ".log", folder.booksPath + ".before-13-wal") == 0)
        #expect(folder.restorationFiles.last == folder.booksPath + ".before-13-wal")
        try PrivateFile.remove(folder.booksPath + ".log")
        #expect(folder.restorationFiles == [folder.restoringPath])
        let manifest = try #require(files.last)
        let text = String(
            decoding: try PrivateFile.read(manifest, byteLimit: BackupManifest.byteLimit),
            as: UTF8.self
        )
        let changed = text.replacing("\"auditNumber\":", with: "\"auditNumber\":1")
        try #require(changed != text)
        try PrivateFile.write(Array(changed.utf8), to: manifest)
        _ = try await failure { _ = try await restore(place) }
        let finding = try #require(folder.restorationFinding)
        #expect(finding.contains("in \(folder.booksPath).before-12."))
    }

    // Symptom: after a leak the signing key was changed; a restoration brought the leaked one back, and
    // nobody said so. Also the key that waited in the backup may have signed and been retired since.
    @Test("after a restoration a key signs that was made for it, and the audit log says so")
    func signingKeys() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let opened = try await place.open()
        _ = try await opened.bank.jwks()
        // The next key is published a day before it signs.
        place.clock.advance(seconds: 6 * 86_400 + 1)
        _ = try await opened.bank.jwks()
        _ = try await BankBackup(place.folder, clock: place.clock)
            .write(to: place.top + "/backup", includesKeys: false)
        try await opened.bank.rotateSigningKey()
        let retired = try await Self.signers(of: opened)
        #expect(retired.count == 2)
        try opened.close()
        _ = try await restore(place)

        let again = try await place.open()
        let signers = try await Self.signers(of: again)
        let current = try #require(signers.last)
        #expect(!retired.contains(current))
        let rows = try await again.store.read { try $0.auditRows(after: 0, limit: 1_000) }
        let restored = try #require(rows.lastIndex { $0.action == .booksRestored })
        #expect(rows[restored...].last { $0.action == .signingKeyBegun }?.objectBits == current)
        // Symptom: the key of the backup, retired after a leak, was good for ten minutes more. Cause:
        // those began with the restoration.
        let keys = try await again.store.read { try $0.signingKeys() }
        #expect(keys.count > 2)
        let live = TokenKeys(keys, at: place.clock.now()).published
        #expect(live.map(\.id.rawValue) == [current])
        try again.close()
        #expect(try await place.check() == BankCheck.Report())
    }

    /// The keys that began to sign, in their order.
    private static func signers(of opened: OpenedBank) async throws -> [UInt128] {
        try await opened.store.read { try $0.auditRows(after: 0, limit: 1_000) }
            .filter { $0.action == .signingKeyBegun }.compactMap(\.objectBits)
    }

    // Symptom: a restoration that died while it took the settings left half of them, and the next one
    // took those for the folder's own.
    @Test("a file that is taken from a backup is there whole or not at all")
    func taken() async throws {
        let (place, _) = try await backup()
        let path = place.folder.configurationPath
        let whole = try PrivateFile.read(path, byteLimit: 65_536)
        try PrivateFile.remove(path)
        try PrivateFile.write(Array(whole.prefix(9)), to: path + ".new")
        #expect(try await restore(place).takenFiles == [path])
        #expect(try PrivateFile.read(path, byteLimit: 65_536) == whole)
        #expect(!PrivateFile.exists(path + ".new"))
    }

    // Symptom: a backup to a full disk left `.unfinished-shm`. Cause: SQLite makes files of its own
    // beside a copy, and only the copy was removed.
    @Test("a backup that is not finished leaves none of its files, and none of SQLite's")
    func unfinishedFiles() async throws {
        let place = try TestPlace()
        try await place.make()
        let file = place.top + "/backup"
        func spoil() throws {
            for suffix in ["", "-wal", "-shm", "-journal"] {
                try PrivateFile.write([1], to: "\(file).unfinished\(suffix)")
            }
            // By its line they are known for those of a backup that was killed.
            try BackupBook(place.folder).add(
                BackupLine(
                    madeAt: place.clock.now(),
                    path: file,
                    masterKeys: [],
                    hasKeys: false,
                    isFinished: false
                )
            )
        }
        try spoil()
        // The manifest cannot be written: a folder has the name of its draft.
        let obstacle = file + ".manifest.unfinished.new"
        try PrivateFile.makeFolder(obstacle)
        let maker = BankBackup(place.folder, clock: place.clock)
        _ = try await failure { _ = try await maker.write(to: file, includesKeys: false) }
        let left = try FileManager.default.contentsOfDirectory(atPath: place.top)
        #expect(left.sorted() == ["backup.manifest.unfinished.new", "bank"])
        try FileManager.default.removeItem(atPath: obstacle)
        try spoil()
        _ = try await maker.write(to: file, includesKeys: false)
        let made = try FileManager.default.contentsOfDirectory(atPath: place.top)
        #expect(made.allSatisfy { !$0.contains("unfinished") })
    }
}
