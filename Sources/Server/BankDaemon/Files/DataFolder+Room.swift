import LocalFiles
import Glibc

extension DataFolder {
    /// The free bytes of the folder's disk; nil if the system does not tell.
    var freeByteCount: Int64? { LocalFolder.freeByteCount(of: path) }

    /// True if the disk of the folder is mounted read-only.
    var isReadOnly: Bool { access(path, W_OK) != 0 && errno == EROFS }
}
