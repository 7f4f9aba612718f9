import Glibc

/// Advisory locks of flock(2).
///
/// A lock belongs to the open file and not to a descriptor. A child that another thread forks has a
/// copy of the descriptor until it runs its program, so a lock is released before its file is
/// closed. The end of the process releases it too.
extension OpenFile {
    /// Maximum number of tries to get a lock that others only test.
    ///
    /// With the pauses it is 50 ms, for a test of three system calls.
    static let lockTryLimit = 50
    /// Pause between two tries, in microseconds.
    private static let pauseMicroseconds: UInt32 = 1_000

    /// Waits for the exclusive lock.
    package func lock() throws(FileError) {
        while flock(number, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .latest }
        }
    }

    /// Tries to get the exclusive lock, and waits only for others that test it.
    ///
    /// A test briefly holds a shared lock, because flock(2) has no query that holds none. `pause` waits
    /// a little meanwhile. Returns false if another process has the lock.
    ///
    /// - Throws: ``FileError`` if the file cannot be locked.
    package func tryLock(
        pausing pause: () -> Void = OpenFile.pauseForTest
    ) throws(FileError) -> Bool {
        for _ in 0..<Self.lockTryLimit {
            if flock(number, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK else { throw .latest }
            // A lock that cannot even be shared is held, not tested.
            if isLocked { return false }
            pause()
        }
        return false
    }

    /// True if the file is locked through another descriptor; a lock of this one is released.
    package var isLocked: Bool {
        guard flock(number, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
        unlock()
        return false
    }

    /// Releases the lock, even if others hold a copy of the descriptor.
    package func unlock() {
        flock(number, LOCK_UN)
    }

    /// Pauses while another process tests the lock.
    package static func pauseForTest() {
        usleep(pauseMicroseconds)
    }
}
