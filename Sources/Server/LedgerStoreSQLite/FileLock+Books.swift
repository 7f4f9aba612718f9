import LocalFiles

/// Locks that keep a second process from opening the books.
///
/// SQLite before 3.51.3 can damage a write-ahead log that two connections write at once, and the
/// store has one writer anyway.
extension FileLock {
    /// Locks the lock file beside a database file.
    ///
    /// - Throws: `inUse` if another process has it, `cannotOpen` if the file cannot be created.
    static func ofDatabase(at path: String) throws(LedgerStoreError) -> FileLock {
        let file: OpenFile
        do throws(FileError) {
            file = try OpenFile(updating: path + BooksSuffix.lock)
        } catch {
            throw LedgerStoreError(
                .cannotOpen,
                "The lock beside the books cannot be taken: \(error.reason). Whoever writes them must be "
                    + "able to write into their folder."
            )
        }
        return try lock(file)
    }

    /// Locks the folder that contains a database file.
    ///
    /// A lock file can be deleted while a process holds it, and the next process would lock another
    /// file of that name. A folder with files in it cannot be deleted. `pause` waits a short time
    /// while another process probes the lock.
    ///
    /// - Throws: `inUse` if another process has it, `cannotOpen` if there is no such folder.
    static func ofFolder(
        around path: String,
        pausing pause: () -> Void = OpenFile.pauseForTest
    ) throws(LedgerStoreError) -> FileLock {
        let folder: OpenFile
        do throws(FileError) {
            folder = try OpenFile(folder: LocalFolder.folder(of: path))
        } catch {
            throw LedgerStoreError(
                .cannotOpen,
                "The folder of the books cannot be locked: \(error.reason)."
            )
        }
        return try lock(folder, pausing: pause)
    }

    private static func lock(
        _ file: consuming OpenFile,
        pausing pause: () -> Void = OpenFile.pauseForTest
    ) throws(LedgerStoreError) -> FileLock {
        do throws(FileError) {
            if let lock = try FileLock(file, pausing: pause) { return lock }
        } catch {
            throw LedgerStoreError(.cannotOpen, "The books cannot be locked: \(error.reason).")
        }
        throw LedgerStoreError(
            .inUse,
            "Another process has these books open; only one can at a time."
        )
    }
}
