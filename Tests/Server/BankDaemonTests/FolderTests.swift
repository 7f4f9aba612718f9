// Goal: a new bank is whole and its owner's alone, and no command takes half a one.
// Method: folders made, damaged and made again.

import BankTestKit
import Certificates
import Cryptography
import Glibc
import LedgerService
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
}
