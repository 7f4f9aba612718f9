import Glibc

/// Tells one file from another that has taken its name.
struct FileIdentity: Hashable, Sendable {
    private let device: dev_t
    private let number: ino_t

    /// The file that a path names now; nil when it names none.
    ///
    /// Source: stat(2): the device and the inode together name a file.
    init?(of path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        device = status.st_dev
        number = status.st_ino
    }

    /// Device and inode as bytes, to bind something to the file.
    var bytes: [UInt8] {
        [UInt64(device), UInt64(number)].flatMap { value in
            (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
    }
}

/// The files of a database that is open, each as it was when it was first seen.
///
/// A file that was removed or replaced can still be written through the old descriptor, and every
/// commit succeeds; nobody finds it again. So its names are looked up after each commit.
struct OpenFiles: Sendable {
    private let paths: [String]
    private var identities: [FileIdentity?]

    /// Remembers the files of a database.
    init(ofDatabase path: String) {
        paths = [path, path + "-wal"]
        identities = paths.map { FileIdentity(of: $0) }
    }

    /// True if the names still lead to the files that were there at first.
    ///
    /// The log comes with the first commit, and is remembered then.
    mutating func areInPlace() -> Bool {
        for index in paths.indices {
            let found = FileIdentity(of: paths[index])
            guard let known = identities[index] else {
                identities[index] = found
                continue
            }
            if found != known { return false }
        }
        return identities[0] != nil
    }
}
