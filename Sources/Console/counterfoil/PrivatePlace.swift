import DurableFolders
import Glibc
import PrivatePaths

/// Checks that folders and files are private to their owner before they are used or trusted.
enum PrivatePlace {
    /// Creates a folder for its owner alone, or checks that an existing one is private.
    ///
    /// The check comes before anything is created in the folder.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - make: Creates it, alone or with its parents; returns false on failure.
    /// - Throws: `CommandFailure`: `cannotCreate` if it cannot be created, `configuration` if
    ///   others may use it or determine where it is.
    static func makeFolder(
        _ path: String,
        with make: (String) -> Bool = DurableFolder.make
    ) throws {
        let path = withoutEndSlash(path)
        try requireOwnWay(to: path)
        var status = stat()
        if lstat(path, &status) != 0, !make(path) {
            throw CommandFailure(
                "\(path) cannot be made: \(String(cString: strerror(errno))).",
                .cannotCreate
            )
        }
        try requireFolder(path)
    }

    /// Checks that nobody but root and this account can change or replace a file; others may read
    /// it.
    ///
    /// A missing file is reported by the code that needs it.
    static func requireUnchangedByOthers(_ path: String) throws {
        try requireOwnWay(to: path)
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFLNK {
            throw CommandFailure(PathWay.linkSentence(path), .configuration)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw CommandFailure("\(path) is no file.", .configuration)
        }
        try requireOwnHand(path, status)
    }

    /// Checks the Unix socket at a path, and returns the users who may own the bank's socket.
    ///
    /// Passwords and codes would be sent to whoever replaces the socket. A missing socket is
    /// reported at sign-in.
    static func socketOwners(at path: String) throws -> Set<UInt32> {
        // The folders on the way may belong to the bank's user.
        if let sentence = PathWay.strangeLink(onTheWayTo: path) {
            throw CommandFailure(sentence, .configuration)
        }
        let owners = PathWay.socketOwners(at: path)
        var status = stat()
        guard lstat(path, &status) == 0 else { return owners }
        if status.st_mode & S_IFMT == S_IFLNK {
            throw CommandFailure(PathWay.linkSentence(path), .configuration)
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw CommandFailure("\(path) is no socket.", .configuration)
        }
        guard owners.contains(status.st_uid) else {
            throw CommandFailure(
                "\(path) belongs to another user, and others than the bank may have put it there. It "
                    + "has to lie in a folder of its owner, which nobody else may change, nor one "
                    + "above it.",
                .configuration
            )
        }
        return owners
    }

    private static func requireOwnHand(_ path: String, _ status: stat) throws {
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw CommandFailure(
                "\(path) belongs to another user, who may change it at any time. Copy what you trust "
                    + "to a folder of your own.",
                .configuration
            )
        }
        // With user private groups, new files are writable by their owner's own group too.
        let isOwnGroup = status.st_uid == geteuid() && PrivateGroup.isOwn(status.st_gid)
        let others: mode_t = isOwnGroup ? 0o002 : 0o022
        guard status.st_mode & others == 0 else { throw openHand(path) }
    }

    /// Checks that nobody but root and this account determines where a path leads.
    private static func requireOwnWay(to path: String) throws {
        switch PathWay.fault(onTheWayTo: path) {
        case nil: return
        case .link(let sentence)?: throw CommandFailure(sentence, .configuration)
        case .folder(let folder)?:
            guard folder.isStrange else { throw openHand(folder.path) }
            throw CommandFailure(
                "\(folder.path) belongs to another user, who may put something else in the place of "
                    + "what is in it. Choose a place in folders of your own; copy there what you trust.",
                .configuration
            )
        }
    }

    private static func openHand(_ path: String) -> CommandFailure {
        CommandFailure(
            "Others than you may change \(path). Put it right with: chmod go-w \(path)",
            .configuration
        )
    }

    /// Removes slashes at the end, with which a link would be followed.
    private static func withoutEndSlash(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// Checks that a folder belongs to this account and that no other may use it.
    static func requireFolder(_ path: String) throws {
        try require(path, S_IFDIR, kind: "folder", mode: "700")
    }

    /// Checks the same for a file, if it exists.
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
        let path = withoutEndSlash(path)
        try requireOwnWay(to: path)
        var status = stat()
        guard lstat(path, &status) == 0 else {
            let reason =
                errno == ENOENT
                ? "is not there" : "cannot be looked at: \(String(cString: strerror(errno)))"
            throw CommandFailure("\(path) \(reason).", .noInput)
        }
        let sentence: String
        if status.st_mode & S_IFMT == S_IFLNK {
            sentence = PathWay.linkSentence(path)
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
