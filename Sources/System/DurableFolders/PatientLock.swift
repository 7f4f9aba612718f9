import Glibc

/// Lock of an open file that is retried while others only test it.
///
/// A test briefly takes a shared lock, because flock(2) has no query that takes none.
public enum PatientLock {
    /// Maximum number of tries to take a lock that others only test.
    ///
    /// With the pauses they take 50 ms, for a test that is three system calls long.
    public static let tryLimit = 50
    /// Pause between two tries, in microseconds.
    private static let pauseMicroseconds: UInt32 = 1_000

    /// Takes the exclusive lock of an open file.
    ///
    /// - Parameters:
    ///   - descriptor: Descriptor of the open file.
    ///   - pause: Waits a little while another descriptor tests the lock.
    /// - Returns: False if it cannot be taken; `errno` has the reason, `EWOULDBLOCK` if another
    ///   descriptor has the lock.
    public static func take(
        _ descriptor: Int32,
        pausing pause: () -> Void = PatientLock.waitForLook
    ) -> Bool {
        for _ in 0..<tryLimit {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            let reason = errno
            // A lock that cannot even be shared is held, not tested.
            if reason != EWOULDBLOCK || isTaken(descriptor) {
                errno = reason
                return false
            }
            pause()
        }
        errno = EWOULDBLOCK
        return false
    }

    /// Returns true if the file is locked through another descriptor.
    ///
    /// A lock held through this descriptor is released.
    public static func isTaken(_ descriptor: Int32) -> Bool {
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
        release(descriptor)
        return false
    }

    /// Releases the lock of an open file, even if others hold a copy of its descriptor.
    public static func release(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
    }

    /// Pauses while another process tests the lock.
    public static func waitForLook() {
        usleep(pauseMicroseconds)
    }
}
