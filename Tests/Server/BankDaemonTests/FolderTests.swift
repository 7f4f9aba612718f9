// Goal: a new bank is whole and its owner's alone, and no command takes half a one.
// Method: folders made, damaged and made again.

import BankTestKit
import Certificates
import Cryptography
import Glibc
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("Data folders")
struct FolderTests {
    @Test("a new bank holds, and nobody else can read its keys")
    func make() async throws {
        let place = try TestPlace()
        try await place.make()
        #expect(try await place.check() == BankCheck.Report())
        let folder = place.folder
        for path in [folder.path, folder.keys.path, folder.tls.path, folder.tls.devicesPath] {
            #expect(place.mode(path) == 0o700, "\(path)")
        }
        let terminal = try #require(DeviceName("branch-1"))
        let files = [
            folder.booksPath, folder.keys.file(1), folder.tls.serverKeyPath,
            "\(folder.tls.path)/ca.key", folder.tls.deviceKeyPath(terminal),
            folder.configurationPath,
        ]
        for path in files { #expect(place.mode(path) == 0o600, "\(path)") }
        #expect(!PrivateFile.exists(folder.unfinishedPath))
    }

    @Test("a folder with anything in it is refused, one that was left half made by its name")
    func occupied() async throws {
        let place = try TestPlace()
        try await place.make()
        let again = try await failure { try await place.make() }
        #expect(again.status == .cannotCreate)
        #expect(again.description.contains("not empty"))
        try PrivateFile.write([], to: place.folder.unfinishedPath)
        let half = try await failure { try await place.make() }
        #expect(half.description.contains("never finished"))
        let opened = try await failure { _ = try await place.open() }
        #expect(opened.status == .noInput)
    }

    @Test("a folder without a bank says how to make one")
    func missing() async throws {
        let place = try TestPlace()
        let error = try await failure { _ = try await place.open() }
        #expect(error.status == .noInput)
        #expect(error.description.contains("counterfoild init --data \(place.folder.path)"))
    }

    @Test("a second process is told that the first one has the bank open")
    func twice() async throws {
        let place = try TestPlace()
        try await place.make()
        let first = try await place.open()
        let error = try await failure { _ = try await place.open() }
        #expect(error.status == .tryLater)
        try first.close()
        try await place.open().close()
    }

    // Symptom: with the lock file and the socket for commands gone, a command wrote beside a running
    // server, and a second server took the place of the first one's socket.
    @Test("a bank that is open stays shut to others although its lock file was deleted")
    func deletedLock() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        try #require(unlink(place.folder.lockPath) == 0)
        let second = try await failure { _ = try await place.open() }
        #expect(second.status == .tryLater)
        #expect(!PrivateFile.exists(place.folder.lockPath))
        // It says so itself, and a new start mends it.
        await #expect(throws: LedgerStoreError.self) { try await opened.bank.health() }
        try opened.close()
        try await place.open().close()
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: the first act of a command in a folder that cannot be written was done, and the command
    // said that a file cannot be written. Whoever repeats it does it twice. Cause: the head of the
    // audit log was written after the act, and before it only where it had changed.
    @Test("nothing is begun where the head of the audit log cannot be written")
    func unwritableHead() async throws {
        let place = try TestPlace()
        try await place.make()
        // Also root cannot write the file while a folder has the name of its draft.
        let obstacle = place.folder.auditHeadPath + PrivateFile.draftSuffix
        let opened = try await place.open()
        try await place.addUsers(to: opened.bank)
        try PrivateFile.makeFolder(obstacle)
        let late = await opened.finish()
        #expect(late?.description.contains("audit.head cannot be written") == true)
        let early = try await failure { _ = try await place.open() }
        #expect(early.status == .cannotCreate)
        #expect(early.description.contains("audit.head cannot be written"))
        try #require(rmdir(obstacle) == 0)
        let again = try await place.open()
        #expect(try await again.bank.users().count == 2)
        let failed = await again.finish()
        #expect(failed == nil)
        // Unchanged since, and proved all the same.
        try PrivateFile.makeFolder(obstacle)
        #expect(try await failure { _ = try await place.open() }.status == .cannotCreate)
        try #require(rmdir(obstacle) == 0)
    }

    // Symptom: `/readyz` said 200 in a folder that had become read-only; bookings went on, none of them
    // under the head outside the books, and the next start was refused. Cause: readiness looked at the
    // books alone, and the head was not tried while nothing was written.
    @Test("a bank that cannot keep the head of its audit log is not ready, and says so")
    func unreadyHead() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        try await opened.proveAuditHeadKept()
        _ = try await opened.bank.health()
        let obstacle = place.folder.auditHeadPath + PrivateFile.draftSuffix
        try PrivateFile.makeFolder(obstacle)
        // Nothing was written since.
        let failed = try await failure { try await opened.proveAuditHeadKept() }
        #expect(failed.description.contains("audit.head cannot be written"))
        let error = await #expect(throws: BankUnready.self) { try await opened.bank.health() }
        #expect(error?.description == "The head of the audit log was not kept: \(failed)")
        try await place.addUsers(to: opened.bank)
        try #require(rmdir(obstacle) == 0)
        await #expect(throws: BankUnready.self) { try await opened.bank.health() }
        try await opened.proveAuditHeadKept()
        _ = try await opened.bank.health()
        let left = await opened.finish()
        #expect(left == nil)
    }

    @Test("a key's file with any byte changed is no key, and without keys nothing opens")
    func damagedKey() async throws {
        let place = try TestPlace()
        try await place.make()
        let keys = place.folder.keys
        for offset in 0..<MasterKeyFile.byteCount {
            try place.damage(keys.file(1), at: offset)
            #expect(throws: DaemonError.self, "byte \(offset)") { _ = try keys.ring() }
            try place.damage(keys.file(1), at: offset)
        }
        #expect(try keys.ring().numbers == [1])
        try PrivateFile.write([1, 2, 3], to: keys.file(1))
        #expect(throws: DaemonError.self) { _ = try keys.ring() }
        try keys.remove(1)
        let error = try await failure { _ = try await place.open() }
        #expect(error.status == .noInput)
    }

    @Test("another bank's key is told apart from a damaged one")
    func foreignKey() async throws {
        let place = try TestPlace()
        try await place.make()
        let keys = place.folder.keys
        try keys.remove(1)
        try keys.add(1, SharedSecret(randomByteCount: 32))
        let error = try await failure { _ = try await place.open() }
        #expect(error.description.contains("is not the one that sealed"))
        try keys.remove(1)
        try keys.add(2, SharedSecret(randomByteCount: 32))
        let missing = try await failure { _ = try await place.open() }
        #expect(missing.description.contains(keys.file(1)))
    }

    @Test("a symbolic link in the place of a key is not followed")
    func link() async throws {
        let place = try TestPlace()
        try await place.make()
        let file = place.folder.keys.file(1)
        try #require(rename(file, place.top + "/elsewhere") == 0)
        try #require(symlink(place.top + "/elsewhere", file) == 0)
        #expect(throws: DaemonError.self) { _ = try place.folder.keys.ring() }
    }

    // Symptom: two names that the system tells apart were one place. Cause: to Swift a letter and its mark
    // are the letter that has the mark already.
    @Test("names are compared as the system compares them, byte by byte")
    func names() throws {
        let place = try TestPlace()
        let (one, two) = ("\(place.top)/caf\u{E9}", "\(place.top)/cafe\u{301}")
        #expect(one == two)
        #expect(!PrivateFile.isSamePlace(one, two))
        #expect(PrivateFile.isSamePlace(one, "\(place.top)/./caf\u{E9}/"))
        #expect(PrivateFile.name(of: two).starts(with: PrivateFile.name(of: "cafe")))
    }
}
