import Glibc

/// Folders and files that must be their owner's alone before anything is kept in them.
enum PrivatePlace {
    /// Makes sure that a folder is one of this account, which no other may use.
    static func requireFolder(_ path: String) throws {
        try require(path, S_IFDIR, kind: "folder", mode: "700")
    }

    /// Makes sure of the same for a file, if it is there.
    static func requireFile(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        try require(path, S_IFREG, kind: "file", mode: "600")
    }

    private static func require(
        _ path: String,
        _ type: mode_t,
        kind: String,
        mode: String
    ) throws {
        // With a slash at its end a link would be followed.
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        var status = stat()
        guard lstat(path, &status) == 0 else {
            let reason =
                errno == ENOENT
                ? "is not there" : "cannot be looked at: \(String(cString: strerror(errno)))"
            throw CommandFailure("\(path) \(reason).", .noInput)
        }
        let sentence: String
        if status.st_mode & S_IFMT == S_IFLNK {
            sentence = "\(path) is a link, and none is followed. Name what it leads to."
        } else if status.st_mode & S_IFMT != type {
            sentence = "\(path) is no \(kind)."
        } else if status.st_uid != geteuid() {
            sentence = "\(path) belongs to another user. Choose another place with --state."
        } else if status.st_mode & 0o077 != 0 {
            sentence =
                "Others than you may use \(path). Put it right with: chmod \(mode) \(path)"
        } else {
            return
        }
        throw CommandFailure(sentence, .configuration)
    }
}
