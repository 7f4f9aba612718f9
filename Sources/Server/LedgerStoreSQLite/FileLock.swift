import Glibc
import Synchronization

/// Keeps a second process out of the books for as long as it lives.
///
/// SQLite before 3.51.3 can damage a write-ahead log that two connections write at once, and our
/// own rule is one writer anyway. The kernel drops the lock when the process ends, however it ends.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock of a database file.
    ///
    /// - Throws: `inUse` when another process has it, `cannotOpen` when the file cannot be made.
    init(ofDatabaseAt path: String) throws(LedgerStoreError) {
        let lockPath = path + ".lock"
        let opened = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else {
            throw LedgerStoreError(
                .cannotOpen,
                "The lock file beside the books cannot be opened: \(Self.reason)."
            )
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let reason = Self.reason
            close(opened)
            throw isHeld
                ? LedgerStoreError(
                    .inUse,
                    "Another process has these books open; only one can at a time."
                )
                : LedgerStoreError(.cannotOpen, "The books cannot be locked: \(reason).")
        }
        descriptor = Mutex(opened)
    }

    deinit {
        release()
    }

    /// Gives the lock up; once is enough.
    func release() {
        descriptor.withLock { held in
            if let open = held { close(open) }
            held = nil
        }
    }

    private static var reason: String {
        String(cString: strerror(errno))
    }
}
