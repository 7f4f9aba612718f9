import DurableFolders
import Glibc

/// The lock of a folder, which one holder at a time has.
///
/// The kernel drops it when the process ends, however it ends. To be released once.
struct FolderLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock, and waits for nobody but who looks at it; nil while another has it.
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

    /// Gives the lock up, before the descriptor is closed: a child that was forked meanwhile holds a
    /// copy of that.
    func release() {
        PatientLock.release(descriptor)
        close(descriptor)
    }
}
