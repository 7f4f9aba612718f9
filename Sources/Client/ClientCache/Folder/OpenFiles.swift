import LocalFiles

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
        identities = paths.map { FileStatus(at: $0)?.identity }
    }

    /// Returns true if the names still refer to the files that were there first.
    ///
    /// The log is created by the first commit, and its identity is recorded then.
    mutating func areInPlace() -> Bool {
        for index in paths.indices {
            let found = FileStatus(at: paths[index])?.identity
            guard let known = identities[index] else {
                identities[index] = found
                continue
            }
            if found != known { return false }
        }
        return identities[0] != nil
    }
}
