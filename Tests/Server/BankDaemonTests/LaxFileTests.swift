// Goal: no bank is opened to be written while others may change what `check` calls wrong.
// Method: each file beside the books and the keys of terminals with modes and owners that are not its
// own, and files that are gone when they are looked at.

import BankTestKit
import Certificates
import Glibc
import LedgerService
import Testing

@testable import BankDaemon

@Suite("Files beside the books at the start")
struct LaxFileTests {
    /// A bank with every file that lies beside its books, and those of a terminal.
    private static func make() async throws -> (place: TestPlace, files: [(String, mode_t)]) {
        let place = try TestPlace()
        try await place.make()
        let (folder, tls) = (place.folder, place.folder.tls)
        let beside = ["-wal", "-shm"].map { folder.booksPath + $0 }
        for path in beside where !PrivateFile.exists(path) { try PrivateFile.write([], to: path) }
        let copy = folder.keys.file(1) + ".bak"
        try PrivateFile.copy(folder.keys.file(1), to: copy)
        let terminal = try #require(DeviceName("branch-1"))
        let secret = beside + [folder.lockPath, tls.deviceKeyPath(terminal), copy]
        var files: [(String, mode_t)] = secret.map { ($0, 0o600) }
        files.append((tls.devicePath(terminal), 0o644))
        return (place, files)
    }

    // Symptom: `serve` ran with a `bank.sqlite-wal` that everybody may write, and with a terminal's key
    // that everybody may read, while `check` called them wrong. Cause: the start looked at fewer files.
    @Test("what others may change is refused at the start in the words of the check")
    func modes() async throws {
        let (place, files) = try await Self.make()
        for (path, mode) in files {
            // Whoever reads books may remove SQLite's files when it ends.
            if !PrivateFile.exists(path) { try PrivateFile.write([], to: path) }
            try #require(chmod(path, mode | 0o066) == 0)
            let error = try await failure { _ = try await place.open() }
            #expect(error.status == .configuration)
            let end = "\(path). Put it right with: chmod \(String(mode, radix: 8)) \(path)"
            #expect(error.description.hasSuffix(end))
            #expect(try await place.check().findings.contains(error.description))
            chmod(path, mode)
        }
        try place.folder.requireAllPrivate()
    }

    @Test(
        "what belongs to another user is refused at the start",
        .enabled(if: geteuid() == 0, "files are given away by root alone")
    )
    func owners() async throws {
        let (place, files) = try await Self.make()
        for (path, _) in files {
            try #require(lchown(path, 12_345, gid_t.max) == 0)
            let error = try await failure { _ = try await place.open() }
            #expect(error == DaemonError("\(path) belongs to another user.", .configuration))
            try #require(lchown(path, 0, gid_t.max) == 0)
        }
        try place.folder.requireAllPrivate()
    }

    @Test("files that are not there are no fault, and the books open without them")
    func gone() async throws {
        let (place, _) = try await Self.make()
        for suffix in ["-wal", "-shm"] { try PrivateFile.remove(place.folder.booksPath + suffix) }
        try place.folder.requireAllPrivate()
        try await place.open().close()
    }
}
