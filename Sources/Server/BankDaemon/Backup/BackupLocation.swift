import DurableFolders
import Glibc

/// The place where a backup lies, however its path is spelled: one through a link, or through `..`,
/// leads to the same name in the same folder.
enum BackupLocation: Hashable {
    /// A name in a folder.
    case name([UInt8], device: dev_t, folder: ino_t)
    /// The path as it was written, where its folder is not there: its disk may be elsewhere.
    case path(String)

    /// The place that a whole path leads to now.
    init(_ path: String) {
        var status = stat()
        guard stat(DurableFolder.folder(of: path), &status) == 0 else {
            self = .path(path)
            return
        }
        self = .name(
            PrivateFile.name(of: path),
            device: status.st_dev,
            folder: status.st_ino
        )
    }
}

extension BackupBook {
    /// The lines about backups at a place that were not finished.
    ///
    /// - Throws: ``DaemonError`` when the list cannot be read.
    func unfinished(at location: BackupLocation) throws(DaemonError) -> [BackupLine] {
        try backups().filter { !$0.isFinished && BackupLocation($0.path) == location }
    }
}
