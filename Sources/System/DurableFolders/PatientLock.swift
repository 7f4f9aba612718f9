import Glibc

/// The lock of an open file, taken patiently: a look at it takes it for a moment, and is waited for.
///
/// A look shares the lock, since flock(2) has no question that takes nothing.
public enum PatientLock {
    /// The most tries to take a lock that somebody only looks at: 50 ms with the pauses, for a look
    /// that is three calls of the system long.
    public static let tryLimit = 50
    /// The pause between two of these tries, in microseconds.
    private static let pauseMicroseconds: UInt32 = 1_000

    /// Takes the lock of an open file.
    ///
    /// - Parameters:
    ///   - descriptor: The open file.
    ///   - pause: Waits a little while somebody looks at the lock.
    /// - Returns: False when it cannot be taken; `errno` has the reason, `EWOULDBLOCK` when another
    ///   descriptor has it.
    public static func take(
        _ descriptor: Int32,
        pausing pause: () -> Void = PatientLock.waitForLook
    ) -> Bool {
        for _ in 0..<tryLimit {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            let reason = errno
            // What cannot be shared either is taken for longer than a look.
            if reason != EWOULDBLOCK || isTaken(descriptor) {
                errno = reason
                return false
            }
            pause()
        }
        errno = EWOULDBLOCK
        return false
    }

    /// True if the file is locked through another descriptor; a lock of this one's own is lost.
    public static func isTaken(_ descriptor: Int32) -> Bool {
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
        release(descriptor)
        return false
    }

    /// Gives the lock of an open file back, whoever else holds a copy of its descriptor.
    public static func release(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
    }

    /// Waits for somebody who looks at a lock.
    public static func waitForLook() {
        usleep(pauseMicroseconds)
    }
}
