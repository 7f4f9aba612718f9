// Goal: a backup brings the bank back as it was then, and no damaged or foreign one is taken.
// Method: backups made while the bank is open, changed, and put back.

import BankTestKit
import CoreVocabulary
import Cryptography
import FoundationEssentials
import Glibc
import LedgerService
import LedgerStoreSQLite
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
        #expect(written.count == (withKeys ? 3 : 2))
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
        #expect(try await restore(place, file).epoch != report.epoch)
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
        #expect(error.description.contains("others than its manifest says"))
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
