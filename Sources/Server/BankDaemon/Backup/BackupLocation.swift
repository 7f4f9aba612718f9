import LocalFiles

/// The place of a backup, independent of the spelling of its path.
///
/// Paths through a link or `..` lead to the same name in the same folder.
enum BackupLocation: Hashable {
    /// A name in a folder that exists.
    case name([UInt8], folder: FileIdentity)
    /// The path as it was written, if its folder does not exist.
    ///
    /// Its disk may be elsewhere.
    case path(String)

    /// Creates the place to which an absolute path leads now.
    init(_ path: String) {
        if let folder = FileStatus(following: LocalFolder.folder(of: path)) {
            self = .name(PrivateFile.name(of: path), folder: folder.identity)
        } else {
            self = .path(path)
        }
    }
}

extension BackupBook {
    /// Returns the lines of unfinished backups at a place.
    func unfinished(at location: BackupLocation) throws(DaemonError) -> [BackupLine] {
        try backups().filter { !$0.isFinished && BackupLocation($0.path) == location }
    }
}
