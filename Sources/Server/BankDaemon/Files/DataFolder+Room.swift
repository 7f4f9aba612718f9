import LocalFiles
import Glibc

extension DataFolder {
    /// The bytes that the disk of the folder has left; nil when the system does not tell.
    var freeByteCount: Int64? { LocalFolder.freeByteCount(of: path) }

    /// True if the disk of the folder is mounted read-only.
    var isReadOnly: Bool { access(path, W_OK) != 0 && errno == EROFS }
}
