import Glibc

/// Kind, owner, mode and size of a file at one moment.
package struct FileStatus: Hashable, Sendable {
    /// Kinds of files that this program tells apart; the raw value is the noun in sentences.
    package enum Kind: String, Hashable, Sendable {
        case file, folder, link, socket, other

        fileprivate init(_ mode: UInt32) {
            switch mode & S_IFMT {
            case S_IFREG: self = .file
            case S_IFDIR: self = .folder
            case S_IFLNK: self = .link
            case S_IFSOCK: self = .socket
            default: self = .other
            }
        }
    }

    /// Kind of the file.
    package let kind: Kind
    /// Permission bits, with those for set-user-ID, set-group-ID and sticky.
    package let mode: UInt32
    /// User ID of the owner.
    package let owner: UInt32
    /// Group ID of the file.
    package let group: UInt32
    /// The length of the file in bytes.
    package let byteCount: Int64
    /// Number of names of the file.
    package let linkCount: Int
    /// Time of the last change of the contents, in seconds since 1970.
    package let changedAtSeconds: Int
    /// Identity of the file, independent of its names.
    package let identity: FileIdentity

    init(_ status: stat) {
        kind = Kind(status.st_mode)
        mode = status.st_mode & ~S_IFMT
        owner = status.st_uid
        group = status.st_gid
        byteCount = Int64(status.st_size)
        linkCount = Int(status.st_nlink)
        changedAtSeconds = status.st_mtim.tv_sec
        identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// Returns the status of what is at a path: of a link itself, or of what it leads to.
    ///
    /// - Throws: ``FileError`` if nothing can be found.
    package init(of path: String, followsLinks: Bool = false) throws(FileError) {
        var status = stat()
        guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else {
            throw .latest
        }
        self.init(status)
    }

    /// Returns the status of what is at a path, a link being itself; nil if nothing can be found.
    package init?(at path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Returns the status of what a path leads to through links; nil if nothing can be found.
    package init?(following path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init(ofDescriptor descriptor: Int32) throws(FileError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .latest }
        self.init(status)
    }

    /// True if this process's user owns the file.
    package var isOwn: Bool { owner == geteuid() }
}
