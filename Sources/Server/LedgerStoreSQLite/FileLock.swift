import DurableFolders
import Glibc
import Synchronization

/// Exclusive lock that keeps a second process from opening the books.
///
/// SQLite before 3.51.3 can damage a write-ahead log that two connections write at once, and the
/// store has one writer anyway. The kernel releases the lock when the process ends for any reason.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Locks the lock file beside a database file.
    ///
    /// - Throws: `inUse` if another process has it, `cannotOpen` if the file cannot be created.
    init(ofDatabaseAt path: String) throws(LedgerStoreError) {
        let lockPath = path + BooksSuffix.lock
        let opened = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else {
            throw LedgerStoreError(
                .cannotOpen,
                "The lock beside the books cannot be taken: \(Self.reason). Whoever writes them must be "
                    + "able to write into their folder."
            )
        }
        try Self.hold(opened)
        descriptor = Mutex(opened)
    }

    /// Locks the folder that contains a database file.
    ///
    /// A lock file can be deleted while a process holds it, and the next process would lock another
    /// file of that name. A folder with files in it cannot be deleted.
    ///
    /// - Parameters:
    ///   - path: The database file.
    ///   - pause: Waits a short time while another process probes the lock.
    /// - Throws: `inUse` if another process has it, `cannotOpen` if there is no such folder.
    init(
        ofFolderAround path: String,
        pausing pause: () -> Void = PatientLock.waitForLook
    ) throws(LedgerStoreError) {
        let opened = open(DurableFolder.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else {
            throw LedgerStoreError(
                .cannotOpen,
                "The folder of the books cannot be locked: \(Self.reason)."
            )
        }
        try Self.hold(opened, pausing: pause)
        descriptor = Mutex(opened)
    }

    deinit {
        release()
    }

    /// Releases the lock; further calls have no effect.
    ///
    /// The lock belongs to the open file description and not to the descriptor. A child that
    /// another thread forks has a copy of the descriptor until it runs its program. Closing this
    /// descriptor alone would leave the books locked for that long.
    func release() {
        descriptor.withLock { held in
            if let open = held {
                PatientLock.release(open)
                close(open)
            }
            held = nil
        }
    }

    /// Locks an open file, or closes it if another process has the lock.
    private static func hold(
        _ opened: Int32,
        pausing pause: () -> Void = PatientLock.waitForLook
    ) throws(LedgerStoreError) {
        guard !PatientLock.take(opened, pausing: pause) else { return }
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

    private static var reason: String {
        String(cString: strerror(errno))
    }
}
