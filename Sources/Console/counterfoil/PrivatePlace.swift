import DurableFolders
import Glibc
import PrivatePaths

/// Folders and files that must be their owner's alone before anything is kept in them, or believed.
enum PrivatePlace {
    /// Makes a folder for its owner alone; of one that is there it makes sure that it is so, before
    /// anything is made in it.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - make: Makes it, alone or with those above it; false when it cannot.
    /// - Throws: `CommandFailure`: `cannotCreate` when it cannot be made, `configuration` when others may
    ///   use it or decide where it is.
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

    /// Makes sure that nobody but root and this account decides what is in a file, or puts another in its
    /// place; others may read it.
    ///
    /// One that is not there is told of by whoever needs it.
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

    /// The users whose Unix socket at a path is taken for the bank's, after a look at the one that is
    /// there.
    ///
    /// Whoever makes a socket in its place is sent passwords and codes. One that is not there is told of
    /// at sign-in.
    static func socketOwners(at path: String) throws -> Set<UInt32> {
        // The folders on the way may be the bank's.
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
        // Where each user has a group of their own, new files are that group's to change as well.
        let isOwnGroup = status.st_uid == geteuid() && PrivateGroup.isOwn(status.st_gid)
        let others: mode_t = isOwnGroup ? 0o002 : 0o022
        guard status.st_mode & others == 0 else { throw openHand(path) }
    }

    /// Makes sure that nobody but root and this account decides where a path leads.
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

    /// With a slash at its end a link would be followed.
    private static func withoutEndSlash(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

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
