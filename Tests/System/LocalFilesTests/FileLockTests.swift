import Glibc
import Testing

@testable import LocalFiles

/// Goal: a look at a lock keeps nobody from it, and whoever has it is not waited for.
///
/// Method: a second descriptor of one folder, as whoever looks at its lock has.
struct FileLockTests {
    // Symptom: a console that opened while another one could not sign in got the second folder, and so
    // not what it had fetched; a `check` at the moment of a start ended the server. Cause: a look
    // shares the lock for a moment, and the lock was tried for once.
    @Test("a look that ends is waited for, and takes nothing itself")
    func look() throws {
        let place = try Place()
        let look = try OpenFile(folder: place.path)
        let other = try OpenFile(folder: place.path)
        try #require(flock(look.number, LOCK_SH | LOCK_NB) == 0)
        let isLocked = other.isLocked
        #expect(!isLocked)
        // The look ends while the lock is waited for.
        let isTaken = try other.tryLock { look.unlock() }
        #expect(isTaken)
        #expect(FileLock.isHeld(ofFolder: place.path))
    }

    @Test("a look that does not end is waited for a while, and whoever has the lock not at all")
    func limit() throws {
        let place = try Place()
        let other = try OpenFile(folder: place.path)
        let taker = try OpenFile(folder: place.path)
        for (operation, expected) in [(LOCK_SH, OpenFile.lockTryLimit), (LOCK_EX, 0)] {
            try #require(flock(other.number, operation | LOCK_NB) == 0)
            var pauseCount = 0
            let isTaken = try taker.tryLock { pauseCount += 1 }
            #expect(!isTaken)
            #expect(pauseCount == expected)
        }
    }

    @Test("what cannot be locked is refused at once, for the system's reason")
    func failure() {
        let file = OpenFile(number: -1)
        let refusal = #expect(throws: FileError.self) { _ = try file.tryLock() }
        #expect(refusal == .system(EBADF))
    }

    @Test("a lock that was released is free, also while a child holds a copy of its descriptor")
    func release() throws {
        let place = try Place()
        let file = try OpenFile(folder: place.path)
        let copy = OpenFile(number: fcntl(file.number, F_DUPFD_CLOEXEC, 3))
        let made = try FileLock(file)
        let lock = try #require(made)
        #expect(FileLock.isHeld(ofFolder: place.path))
        lock.release()
        #expect(!FileLock.isHeld(ofFolder: place.path))
        lock.release()
        withExtendedLifetime(copy.number) {}
    }
}
