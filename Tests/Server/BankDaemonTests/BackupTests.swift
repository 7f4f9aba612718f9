// Goal: a backup brings the bank back as it was then, and no damaged or foreign one is taken.
// Method: backups made while the bank is open, changed, and put back.

import BankTestKit
import CoreVocabulary
import Cryptography
import FoundationEssentials
import Glibc
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import Testing

@testable import BankDaemon

@Suite("Backup and restore")
struct BackupTests {
    /// A bank with two users, a backup of it, and a change since.
    private func backup(withKeys: Bool = false) async throws -> (TestPlace, String) {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        try await place.addUsers(to: opened.bank)
        let file = place.top + "/backup"
        // While the bank is open, as it is when a server runs.
        let written = try await BankBackup(place.folder, clock: place.clock)
            .write(to: file, includesKeys: withKeys)
        // Books, manifest, settings, three certificates; with keys their three keys and the master key.
        #expect(written.count == (withKeys ? 10 : 6))
        try await opened.bank.openAccount(place.account)
        try opened.close()
        return (place, file)
    }

    private func restore(
        _ place: TestPlace,
        _ file: String
    ) async throws
        -> BankRestoration.Report
    {
        try await BankRestoration(place.folder, clock: place.clock, log: place.log)
            .restore(from: file)
    }

    @Test("books come back as they were, in a new epoch, and those that were there are kept")
    func roundTrip() async throws {
        let (place, file) = try await backup()
        let before = try await place.open()
        let epoch = try await before.store.read { try $0.epoch() }
        #expect(try await before.bank.accounts().count == 1)
        try before.close()

        let report = try await restore(place, file)
        #expect(report.epoch != epoch)
        let after = try await place.open()
        #expect(try await after.bank.accounts().isEmpty)
        #expect(try await after.bank.users().count == 2)
        #expect(try await after.store.read { try $0.epoch() } == report.epoch)
        try after.close()
        #expect(try await place.check() == BankCheck.Report())
        let kept = try LedgerBooksReader(path: try #require(report.previousBooks))
        #expect(try await kept.read { try $0.accounts().count } == 1)
        #expect(try await kept.check() == nil)
        // Once more: the backup itself was not touched.
        let again = try await restore(place, file)
        #expect(again.epoch != report.epoch)
        // Symptom: a restore in the same second destroyed the books that the one before had kept.
        #expect(again.previousBooks != report.previousBooks)
        let still = try LedgerBooksReader(path: try #require(report.previousBooks))
        #expect(try await still.read { try $0.accounts().count } == 1)
    }

    // Attack: somebody copies an older state of the books into the folder by hand. Expectation: it
    // is not served, `check` says so, and a copy that is put back properly is a later epoch.
    @Test("books of an earlier epoch than the folder has had are not served, and `check` says why")
    func olderCopyByHand() async throws {
        let (place, file) = try await backup()
        let first = try await place.open()
        let epoch = try await first.store.read { try $0.epoch() }
        try first.close()
        let report = try await restore(place, file)
        #expect(report.epoch > epoch)
        let after = try await place.open()
        try after.close()
        // The books before the restoration, in their place again.
        try await putBack(try #require(report.previousBooks), place)
        let error = try await failure { try await place.open().close() }
        #expect(error.status == .unavailable)
        #expect(error.description.contains("older copy of the books"))
        #expect(error.description.contains("counterfoild restore --data \(place.folder.path)"))
        #expect(try await place.check().findings.contains(error.description))
        let again = try await restore(place, file)
        #expect(again.epoch > report.epoch)
        let served = try await place.open()
        #expect(try await served.store.read { try $0.epoch() } == again.epoch)
        try served.close()
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("a backup that is put back on another machine begins a higher epoch than one before it")
    func epochElsewhere() async throws {
        let (place, file) = try await backup(withKeys: true)
        let here = try await restore(place, file).epoch
        place.clock.advance(seconds: 1)
        let elsewhere = DataFolder(path: place.top + "/elsewhere")
        let there = try await BankRestoration(elsewhere, clock: place.clock, log: place.log)
            .restore(from: file).epoch
        #expect(there > here)
        #expect(try EpochFile(folder: elsewhere).read() == there)
    }

    @Test("a file that does not say which epoch the books were in keeps the bank from being served")
    func damagedEpochFile() async throws {
        let (place, _) = try await backup()
        for text in [
            "", "12\n", "00000000000000zz\n", "0000000000000001", "-000000000000001\n", "epoch 12",
            "epoch 012\n", "epoch -1\n",
        ] {
            try PrivateFile.write(Array(text.utf8), to: place.folder.epochPath)
            #expect(try await failure { try await place.open().close() }.status == .badData)
        }
        try PrivateFile.remove(place.folder.epochPath)
        #expect(try await place.check().findings.contains { $0.contains("epoch is not there") })
        let opened = try await place.open()
        let epoch = try await opened.store.read { try $0.epoch() }
        try opened.close()
        #expect(try EpochFile(folder: place.folder).read() == epoch)
        let kept = try PrivateFile.read(place.folder.epochPath, byteLimit: 64)
        #expect(String(decoding: kept, as: UTF8.self) == "epoch \(epoch)\n")
        // As earlier versions wrote it.
        let digits = String(epoch, radix: 16)
        let earlier = String(repeating: "0", count: 16 - digits.count) + digits + "\n"
        try PrivateFile.write(Array(earlier.utf8), to: place.folder.epochPath)
        #expect(try EpochFile(folder: place.folder).read() == epoch)
        try await place.open().close()
        #expect(try PrivateFile.read(place.folder.epochPath, byteLimit: 64) == kept)
    }

    private func putBack(_ books: String, _ place: TestPlace) async throws {
        for suffix in ["", "-wal", "-shm"] {
            try PrivateFile.remove(place.folder.booksPath + suffix)
            guard PrivateFile.exists(books + suffix) else { continue }
            try PrivateFile.copy(books + suffix, to: place.folder.booksPath + suffix)
        }
    }

    @Test("nothing is put back under a running server")
    func running() async throws {
        let (place, file) = try await backup()
        let opened = try await place.open()
        let error = try await failure { _ = try await restore(place, file) }
        #expect(error.status == .tryLater)
        #expect(error.description.contains("stop it first"))
        try opened.close()
    }

    @Test("a backup with a changed byte anywhere is refused, and the bank is as it was")
    func damaged() async throws {
        let (place, file) = try await backup()
        for offset in [0, 100, 5_000, 40_000] {
            try place.damage(file, at: offset)
            let error = try await failure { _ = try await restore(place, file) }
            #expect(error.status == .badData, "byte \(offset)")
            try place.damage(file, at: offset)
        }
        try PrivateFile.write(Array("{}".utf8), to: file + ".manifest")
        #expect(try await failure { _ = try await restore(place, file) }.status == .badData)
        try PrivateFile.remove(file + ".manifest")
        #expect(try await failure { _ = try await restore(place, file) }.status == .noInput)
        let opened = try await place.open()
        #expect(try await opened.bank.accounts().count == 1)
        try opened.close()
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("a manifest that fits the bytes but not the books is refused")
    func foreignManifest() async throws {
        let (place, file) = try await backup()
        let bytes = try PrivateFile.read(file + ".manifest", byteLimit: 65_536)
        let text = String(decoding: bytes, as: UTF8.self)
        let changed = text.replacing("\"feedHead\":0", with: "\"feedHead\":7")
        try #require(changed != text)
        try PrivateFile.write(Array(changed.utf8), to: file + ".manifest")
        let error = try await failure { _ = try await restore(place, file) }
        #expect(error.description.contains("do not match its manifest"))
    }

    @Test("a backup without its key is refused by the number of the key; with keys it needs none")
    func keys() async throws {
        for withKeys in [false, true] {
            let (place, file) = try await backup(withKeys: withKeys)
            let elsewhere = DataFolder(path: place.top + "/elsewhere")
            let restoration = BankRestoration(elsewhere, clock: place.clock, log: place.log)
            if withKeys {
                #expect(try await restoration.restore(from: file).previousBooks == nil)
                let ring = try elsewhere.keys.ring()
                let books = try LedgerBooksReader(path: elsewhere.booksPath)
                #expect(try await ring.firstShutValue(in: books) == nil)
            } else {
                try PrivateFile.makeFolder(elsewhere.path)
                try PrivateFile.makeFolder(elsewhere.keys.path)
                try elsewhere.keys.add(2, SharedSecret(randomByteCount: 32))
                let error = try await failure { _ = try await restoration.restore(from: file) }
                #expect(error.description.contains("master-1.key"))
                #expect(!PrivateFile.exists(elsewhere.booksPath))
            }
        }
    }

    @Test("a restoration that died at any step is made good by the next one")
    func deaths() async throws {
        let (place, file) = try await backup()
        // What each step leaves behind: a half copy, its locks, and books that were moved aside.
        try PrivateFile.write([1, 2, 3], to: place.folder.booksPath + ".restoring")
        try PrivateFile.write([], to: place.folder.booksPath + ".restoring-wal")
        for suffix in ["", "-wal", "-shm"] {
            let path = place.folder.booksPath + suffix
            if PrivateFile.exists(path) { _ = rename(path, path + ".aside") }
        }
        #expect(try await failure { _ = try await place.open() }.status == .noInput)
        _ = try await restore(place, file)
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("a backup that cannot be finished leaves nothing under its name, and can be repeated")
    func unfinished() async throws {
        // Symptom: a backup to a full disk said "not an error", and its repetition "is there
        // already". Cause: the file had its name before it was whole.
        let place = try TestPlace()
        try await place.make()
        let backup = BankBackup(place.folder, clock: place.clock)
        let nowhere = place.top + "/missing"
        let missing = try await failure {
            _ = try await backup.write(to: nowhere + "/backup", includesKeys: false)
        }
        #expect(
            missing
                == DaemonError(
                    "There is no folder \(nowhere) for the backup. Make it first, or choose another.",
                    .cannotCreate
                )
        )
        // The last file of all cannot be written: a folder has the name of its draft.
        let file = place.top + "/backup"
        try PrivateFile.makeFolder(file + ".manifest.unfinished.new")
        let error = try await failure {
            _ = try await backup.write(to: file, includesKeys: true)
        }
        #expect(error.status == .cannotCreate)
        #expect(error.description.contains(file + ".manifest"))
        let left = try FileManager.default.contentsOfDirectory(atPath: place.top)
        #expect(left.sorted() == ["backup.manifest.unfinished.new", "bank"])
        try FileManager.default.removeItem(atPath: file + ".manifest.unfinished.new")
        #expect(try await backup.write(to: file, includesKeys: true).count == 10)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.top).count == 11)
    }

    @Test("settings and certificates come back with the books, and replace none that are there")
    func settings() async throws {
        let (place, file) = try await backup(withKeys: true)
        let elsewhere = DataFolder(path: place.top + "/elsewhere")
        let report = try await BankRestoration(elsewhere, clock: place.clock, log: place.log)
            .restore(from: file)
        #expect(report.madeAt == place.clock.now())
        #expect(report.takenFiles.count == 8)
        #expect(report.takenFiles.contains("\(elsewhere.path)/counterfoil.toml"))
        let settings = try DaemonConfiguration(folder: elsewhere, environment: [:])
        let check = BankCheck(elsewhere, configuration: settings, now: place.clock.now())
        #expect(await check.run() == BankCheck.Report())

        let own = try PrivateFile.read(place.folder.tls.serverPath, byteLimit: 65_536)
        try PrivateFile.write(own + [0x0A], to: place.folder.tls.serverPath)
        #expect(try await restore(place, file).takenFiles.isEmpty)
        let kept = try PrivateFile.read(place.folder.tls.serverPath, byteLimit: 65_536)
        #expect(kept == own + [0x0A])
    }

    @Test("a restoration that is refused leaves the folder as it was")
    func refusedLeavesNothing() async throws {
        let (place, file) = try await backup(withKeys: true)
        let elsewhere = DataFolder(path: place.top + "/elsewhere")
        let bytes = try PrivateFile.read(file + ".manifest", byteLimit: 65_536)
        let changed = String(decoding: bytes, as: UTF8.self)
            .replacing("\"feedHead\":0", with: "\"feedHead\":7")
        try PrivateFile.write(Array(changed.utf8), to: file + ".manifest")
        _ = try await failure {
            _ = try await BankRestoration(elsewhere, clock: place.clock, log: place.log)
                .restore(from: file)
        }
        #expect(!PrivateFile.exists(elsewhere.path))
        let before = try FileManager.default.subpathsOfDirectory(atPath: place.folder.path)
        _ = try await failure { _ = try await restore(place, file) }
        let after = try FileManager.default.subpathsOfDirectory(atPath: place.folder.path)
        #expect(after.sorted() == before.sorted())
    }

    @Test("the bank knows when its last backup was made, and which backups need a master key")
    func book() async throws {
        let (place, file) = try await backup()
        let book = BackupBook(place.folder)
        #expect(book.ageSeconds(at: place.clock.now()) == 0)
        place.clock.advance(seconds: 90)
        #expect(book.ageSeconds(at: place.clock.now()) == 90)
        #expect(try book.needing(1).map(\.path) == [file])
        #expect(try book.needing(2).isEmpty)
        let withKeys = place.top + "/with-keys"
        _ = try await BankBackup(place.folder, clock: place.clock)
            .write(to: withKeys, includesKeys: true)
        #expect(try book.needing(1).map(\.path) == [file])
        #expect(try book.backups().map(\.path) == [file, withKeys])
        let there = try await failure { try book.requireNone(needing: place.folder.keys) }
        #expect(there.status == .configuration)
        #expect(there.description.contains("\(file) needs master key 1\n"))
        #expect(!there.description.contains(withKeys))
        // Symptom: once the backups were carried away, their key was removed without a question.
        try PrivateFile.remove(file)
        #expect(try book.needing(1).map(\.path) == [file])
        let moved = try await failure { try book.requireNone(needing: place.folder.keys) }
        #expect(moved.description.contains("\(file), or where it is now, needs master key 1\n"))
        #expect(moved.description.contains("--keys-are-kept"))
        #expect(BackupBook(DataFolder(path: "/nowhere")).ageSeconds(at: .epoch) == nil)
    }

    @Test("what a restoration took away is listed: amount, both sides and the receipt")
    func lost() async throws {
        let place = try TestPlace()
        try await place.make()
        var opened = try await place.open()
        try await place.openAccounts(in: opened.bank)
        for number in 1...7 as ClosedRange<Int64> {
            _ = try await opened.bank.post([place.posting(number)])
        }
        let file = place.top + "/backup"
        _ = try await BankBackup(place.folder, clock: place.clock)
            .write(to: file, includesKeys: false)
        for number in 8...12 as ClosedRange<Int64> {
            _ = try await opened.bank.post([place.posting(number)])
        }
        try opened.close()
        let previous = try #require(try await restore(place, file).previousBooks)
        opened = try await place.open()
        // One is entered again as it was, and one is new.
        _ = try await opened.bank.post([place.posting(9)])
        _ = try await opened.bank.post([place.posting(40)])
        var lost: [LostTransfers.Item] = []
        let count = try await LostTransfers(previous, comparedWith: place.folder)
            .forEach { lost.append($0) }
        try opened.close()
        #expect(count.openCount == 4)
        #expect(count.doneCount == 0)
        #expect(lost.map(\.transfer.amount.minorUnits) == [8, 10, 11, 12])
        #expect(lost.first?.transfer.debit.number == "CASH")
        #expect(lost.first?.transfer.credit.holder == "Asha Kulkarni")
        let own = try await failure {
            _ = try await LostTransfers(place.folder.booksPath, comparedWith: place.folder)
                .forEach { _ in Issue.record("the bank's own books lack nothing") }
        }
        #expect(own.description.contains("holds the books that the bank has now"))
    }

    @Test("no file is overwritten by a backup")
    func existing() async throws {
        let (place, file) = try await backup()
        let error = try await failure {
            _ = try await BankBackup(place.folder, clock: place.clock)
                .write(to: file, includesKeys: false)
        }
        #expect(error.status == .cannotCreate)
    }
}
