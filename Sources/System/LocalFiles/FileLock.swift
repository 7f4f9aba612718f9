import Synchronization

/// Exclusive lock of a file or folder, held until it is released.
package final class FileLock: Sendable {
    private let file: Mutex<OpenFile?>

    /// Locks an open file; returns nil if another process has the lock.
    ///
    /// `pause` waits a little while another process tests the lock.
    ///
    /// - Throws: ``FileError`` if the file cannot be locked.
    package init?(
        _ file: consuming OpenFile,
        pausing pause: () -> Void = OpenFile.pauseForTest
    ) throws(FileError) {
        guard try file.tryLock(pausing: pause) else { return nil }
        self.file = Mutex(file)
    }

    /// Locks a file, and creates it if it does not exist; returns nil if another process has the lock.
    package convenience init?(file path: String) throws(FileError) {
        try self.init(OpenFile(updating: path))
    }

    /// Locks a folder; returns nil if another process has the lock.
    package convenience init?(folder path: String) throws(FileError) {
        try self.init(OpenFile(folder: path))
    }

    deinit {
        release()
    }

    /// Releases the lock; further calls have no effect.
    package func release() {
        file.withLock { held in
            if let file = held.take() { file.unlock() }
        }
    }

    /// Returns true if another process has the lock of a folder.
    package static func isHeld(ofFolder path: String) -> Bool {
        do throws(FileError) {
            return try OpenFile(folder: path).isLocked
        } catch {
            // A folder that cannot be opened is reported by whoever uses it.
            return false
        }
    }
}
