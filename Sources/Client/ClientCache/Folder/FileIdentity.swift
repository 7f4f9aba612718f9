import Glibc

/// Identity of a file, which tells it from a file that has taken its name.
struct FileIdentity: Hashable, Sendable {
    private let device: dev_t
    private let number: ino_t

    /// Reads the identity of the file at a path; returns nil if there is none.
    ///
    /// Source: stat(2): device and inode together identify a file.
    init?(of path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        device = status.st_dev
        number = status.st_ino
    }

    /// Device and inode as bytes, for binding data to the file.
    var bytes: [UInt8] {
        [UInt64(device), UInt64(number)].flatMap { value in
            (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
    }
}

/// The files of an open database, with their identities when first seen.
///
/// A removed or replaced file can still be written through the old descriptor, and every commit
/// succeeds, but the data cannot be found again. So the identities are checked after each commit.
struct OpenFiles: Sendable {
    private let paths: [String]
    private var identities: [FileIdentity?]

    /// Records the identities of a database's files.
    init(ofDatabase path: String) {
        paths = [path, path + "-wal"]
        identities = paths.map { FileIdentity(of: $0) }
    }

    /// Returns true if the names still refer to the files that were there first.
    ///
    /// The log is created by the first commit, and its identity is recorded then.
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
