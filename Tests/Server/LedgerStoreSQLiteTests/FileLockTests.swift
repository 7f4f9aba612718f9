import BankTestKit
import Glibc
import LedgerService
import Testing

import LocalFiles
@testable import LedgerStoreSQLite

/// Goal: closed books release their lock at once, and nobody opens them before.
///
/// Method: a second descriptor of the open lock file, as a child has between fork and exec; a lock
/// file that is deleted while it is held.
struct FileLockTests {
    // Symptom: after the lock file was deleted a second server opened the books, and a command wrote
    // beside the first one. Cause: a new file of the name can be locked although the old one is.
    // Attack and mistake alike; expectation: the folder of the books is locked, and cannot be deleted.
    @Test("a lock file that is deleted lets no second process in, and a restart is asked for")
    func deletedLock() async throws {
        var locking = LedgerStoreSQLite.Options()
        locking.locksFolder = true
        let options = locking
        let bank = try await TestBank.open(options: options)
        let path = bank.path
        try #require(unlink(path + ".lock") == 0)
        let second = #expect(throws: LedgerStoreError.self) {
            try LedgerStoreSQLite(path: path, options: options)
        }
        #expect(second?.code == .inUse)
        let place = #expect(throws: LedgerStoreError.self) { try LockedBooks(path: path) }
        #expect(place?.code == .inUse)
        // Whoever was refused left no lock file that the next one would take for the right one.
        #expect(access(path + ".lock", F_OK) != 0)
        let refused = await #expect(throws: LedgerStoreError.self) { try await bank.bank.health() }
        #expect(refused?.code == .moved)
        #expect(refused?.message.contains("stop the server and start it again") == true)
        let again = try await bank.reopened(options: options)
        _ = try await again.bank.health()
        #expect(try await again.store.check() == nil)
    }

    // Symptom: a `check` at the moment of a start ended the server, as if another one had the books.
    // Cause: a look at the folder shares its lock for a moment, and the lock was tried for once.
    @Test("a look at the folder is waited for")
    func look() async throws {
        let bank = try await TestBank.open()
        let path = bank.path
        let end = try #require(path.lastIndex(of: "/"))
        let other = open(String(path[..<end]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try #require(other >= 0)
        defer { close(other) }
        try #require(flock(other, LOCK_SH | LOCK_NB) == 0)
        // The look ends while the books wait for it.
        let lock = try FileLock.ofFolder(around: path) { _ = flock(other, LOCK_UN) }
        #expect(flock(other, LOCK_SH | LOCK_NB) != 0)
        lock.release()
    }

    @Test("a lock that is given up is free although a forked child holds its descriptor")
    func forkedChild() async throws {
        // Symptom: on a busy machine books that had just been closed could not be opened. Cause: the
        // lock was given up by closing it, and another test had forked a child meanwhile.
        let bank = try await TestBank.open()
        let path = bank.path
        let inherited = try #require(descriptorCopy(of: path + ".lock"))
        defer { close(inherited) }
        #expect(throws: LedgerStoreError.self) { try LedgerStoreSQLite(path: path) }
        try bank.store.close()
        try LedgerStoreSQLite(path: path).close()
        let place = try LockedBooks(path: path)
        let again = try #require(descriptorCopy(of: path + ".lock"))
        defer { close(again) }
        place.release()
        try LedgerStoreSQLite(path: path).close()
    }

    /// A copy of the descriptor under which this process has a file open; it shares the open file,
    /// and so the lock, as the copy in a forked child does.
    private func descriptorCopy(of path: String) -> Int32? {
        openDescriptor(of: path).map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
    }
}

/// The descriptor under which this process has a file open; nil when it has not.
func openDescriptor(of path: String) -> Int32? {
    (0..<getdtablesize()).first { descriptor in
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
        let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self) == path
    }
}
