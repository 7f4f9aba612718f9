// Goal: the mark of an unfinished bank costs nobody a bank: neither one that was put back, nor one that
// is being made.
// Method: folders with the mark, with a lock and without, as `init` leaves and has them.

import BankTestKit
import Certificates
import CoreVocabulary
import Glibc
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon
import LocalFiles

@Suite("Banks that are not finished")
struct UnfinishedBankTests {
    /// A bank, and a backup of it with all keys.
    private func backup() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.makeWithUsers()
        _ = try await BankBackup(place.folder, clock: place.clock)
            .write(to: place.top + "/backup", includesKeys: true)
        return place
    }

    private func restore(_ place: TestPlace, into folder: DataFolder) async throws {
        _ = try await BankRestoration(folder, clock: place.clock, log: place.log)
            .restore(from: place.top + "/backup")
    }

    // Symptom: `init` was killed, `restore` put a bank into its folder and ended with 0, and every
    // command then said to remove it. Cause: the mark of `init` stayed.
    @Test("a restoration into a folder in which `init` died takes the mark away")
    func died() async throws {
        let place = try await backup()
        let folder = DataFolder(path: place.top + "/half")
        try folder.make().release()
        try #require(PrivateFile.exists(folder.unfinishedPath))
        try await restore(place, into: folder)
        #expect(!PrivateFile.exists(folder.unfinishedPath))
        try folder.requireBank()
        let opened = try await OpenedBank.open(
            folder,
            configuration: .forTests,
            clock: place.clock,
            log: place.log
        )
        try opened.close()
    }

    @Test("so does one over whole books with the mark, and one that is refused leaves it")
    func whole() async throws {
        let place = try await backup()
        let mark = place.folder.unfinishedPath
        try PrivateFile.write([], to: mark)
        try place.damage(place.top + "/backup", at: 0)
        let refused = try await failure { try await restore(place, into: place.folder) }
        #expect(refused.status == .badData)
        #expect(PrivateFile.exists(mark))
        try place.damage(place.top + "/backup", at: 0)
        try await restore(place, into: place.folder)
        #expect(!PrivateFile.exists(mark))
        #expect(try await place.check() == BankCheck.Report())
    }

    @Test("a mark that cannot be removed is named, with the books that are in place")
    func stays() async throws {
        let place = try await backup()
        let mark = place.folder.unfinishedPath
        // A folder cannot be removed, as no file can on a disk that fails.
        try PrivateFile.makeFolder(mark)
        let error = try await failure { try await restore(place, into: place.folder) }
        #expect(error.status == .cannotCreate)
        #expect(error.description.hasPrefix("The books are those of the backup now, but: "))
        #expect(error.description.contains("Remove \(mark) by hand"))
    }

    // Symptom: an earlier release had left the mark in a bank that it put back, and every command said
    // to remove the bank. Cause: nobody looked whether there was one.
    @Test("where backups of a bank are listed, the mark has nobody remove it")
    func listed() async throws {
        let place = try await backup()
        try PrivateFile.write([], to: place.folder.unfinishedPath)
        let error = try await failure { try place.folder.requireBank() }
        #expect(error.status == .noInput)
        #expect(error.description.contains("never finished"))
        #expect(error.description.contains("Remove nothing"))
        #expect(error.description.contains("counterfoild restore --data \(place.folder.path)"))
        let again = try await failure { try await place.make() }
        #expect(again.status == .cannotCreate)
        #expect(again.description == error.description)
    }

    // Symptom: a command beside an `init` at work, and a second `init`, were told to remove the folder.
    // Cause: nobody could tell one at work from one that died.
    @Test("while a bank is being made, whoever comes is told to wait")
    func atWork() async throws {
        let place = try TestPlace()
        let lock = try place.folder.make()
        let words = "A bank is being made in \(place.folder.path)"
        let command = try await failure { try place.folder.requireBank() }
        #expect(command.status == .tryLater)
        #expect(command.description.hasPrefix(words))
        let second = try await failure { try await place.make() }
        #expect(second == command)
        let report = try await place.check()
        #expect(report.findings == [command.description])
        lock.release()
        let left = try await failure { try place.folder.requireBank() }
        #expect(left.status == .noInput)
        #expect(left.description.contains("was never finished. Remove it"))
    }

    @Test("so is one who comes before the mark is there, and a bank that is open is just not empty")
    func early() async throws {
        let place = try TestPlace()
        try PrivateFile.makeFolder(place.folder.path)
        let lock = try #require(try PrivateFile.lock(folder: place.folder.path))
        let early = try await failure { try await place.make() }
        #expect(early.status == .tryLater)
        lock.release()
        try await place.make()
        let opened = try await place.open()
        let late = try await failure { try await place.make() }
        #expect(late.status == .cannotCreate)
        #expect(late.description.contains("not empty"))
        try opened.close()
    }

    @Test("the folder is locked till the bank in it is finished, and free then")
    func held() async throws {
        let place = try TestPlace()
        let lock = try place.folder.make()
        #expect(FileLock.isHeld(ofFolder: place.folder.path))
        #expect(try PrivateFile.lock(folder: place.folder.path) == nil)
        lock.release()
        let other = try TestPlace()
        try await other.make()
        #expect(!FileLock.isHeld(ofFolder: other.folder.path))
    }
}
