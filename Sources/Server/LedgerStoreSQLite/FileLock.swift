import DurableFolders
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

    /// Takes the lock of the folder that a database file is in.
    ///
    /// A lock file can be deleted under the process that holds it, and the next one locks another file
    /// of the name. A folder with files in it cannot.
    ///
    /// - Parameters:
    ///   - path: The database file.
    ///   - pause: Waits a little while somebody looks at the lock.
    /// - Throws: `inUse` when another process has it, `cannotOpen` when there is no such folder.
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

    /// Gives the lock up; once is enough.
    ///
    /// The lock belongs to the open file and not to the descriptor. A child that another thread
    /// forks holds a copy of the descriptor until it runs its program, so closing this one alone
    /// would leave the books locked for that long.
    func release() {
        descriptor.withLock { held in
            if let open = held {
                PatientLock.release(open)
                close(open)
            }
            held = nil
        }
    }

    /// Takes the lock of an open file, which is closed when another process has it.
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
