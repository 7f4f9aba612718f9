import Glibc
import Testing

@testable import DurableFolders

/// Goal: a look at a lock keeps nobody from it, and whoever has it is not waited for.
///
/// Method: a second descriptor of one folder, as whoever looks at its lock has.
struct PatientLockTests {
    // Symptom: a console that opened while another one could not sign in got the second folder, and so
    // not what it had fetched; a `check` at the moment of a start ended the server. Cause: a look
    // shares the lock for a moment, and the lock was tried for once.
    @Test("a look that ends is waited for, and takes nothing itself")
    func look() throws {
        let place = try Place()
        let (look, taker) = try (opened(place), opened(place))
        defer {
            close(look)
            close(taker)
        }
        try #require(flock(look, LOCK_SH | LOCK_NB) == 0)
        #expect(!PatientLock.isTaken(taker))
        // The look ends while the lock is waited for.
        let isTaken = PatientLock.take(taker) { PatientLock.release(look) }
        #expect(isTaken)
        #expect(PatientLock.isTaken(look))
    }

    @Test("a look that does not end is waited for a while, and whoever has the lock not at all")
    func limit() throws {
        let place = try Place()
        let (other, taker) = try (opened(place), opened(place))
        defer {
            close(other)
            close(taker)
        }
        for (operation, expected) in [(LOCK_SH, PatientLock.tryLimit), (LOCK_EX, 0)] {
            try #require(flock(other, operation | LOCK_NB) == 0)
            var pauseCount = 0
            let isTaken = PatientLock.take(taker) { pauseCount += 1 }
            let reason = errno
            #expect(!isTaken)
            #expect(reason == EWOULDBLOCK)
            #expect(pauseCount == expected)
        }
    }

    @Test("what cannot be locked is refused at once, for the system's reason")
    func failure() {
        let isTaken = PatientLock.take(-1)
        let reason = errno
        #expect(!isTaken)
        #expect(reason == EBADF)
    }

    private func opened(_ place: Place) throws -> Int32 {
        let descriptor = open(place.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try #require(descriptor >= 0)
        return descriptor
    }
}
