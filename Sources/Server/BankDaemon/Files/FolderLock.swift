import DurableFolders
import Glibc

/// An exclusive lock of a folder.
///
/// The kernel drops it when the process ends, however it ends. To be released once.
struct FolderLock: Sendable {
    private let descriptor: Int32

    /// Acquires the lock without waiting for another holder; nil if another process holds it.
    ///
    /// - Throws: `cannotCreate` when the folder cannot be locked.
    init?(_ path: String) throws(DaemonError) {
        let opened = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else {
            throw PrivateFile.failure("\(path) cannot be locked", .cannotCreate)
        }
        guard PatientLock.take(opened) else {
            let isHeld = errno == EWOULDBLOCK
            let failed = PrivateFile.failure("\(path) cannot be locked", .cannotCreate)
            close(opened)
            guard isHeld else { throw failed }
            return nil
        }
        descriptor = opened
    }

    /// Releases the lock before the descriptor is closed: a child that was forked meanwhile has a
    /// copy of the descriptor.
    func release() {
        PatientLock.release(descriptor)
        close(descriptor)
    }
}
