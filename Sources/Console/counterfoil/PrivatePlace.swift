import Glibc
import LocalFiles

/// Checks that folders and files are private to their owner before they are used or trusted.
enum PrivatePlace {
    /// Creates a folder for its owner alone, or checks that an existing one is private.
    ///
    /// The check comes before anything is created in the folder.
    ///
    /// - Throws: `CommandFailure`: `cannotCreate` if it cannot be created, `configuration` if
    ///   others may use it or determine where it is.
    static func makeFolder(
        _ path: String,
        with make: (String) throws(FileError) -> Void = LocalFolder.make
    ) throws {
        let path = PathWay.withoutEndSlash(path)
        try requireOwnWay(to: path)
        if FileStatus(at: path) == nil {
            do throws(FileError) {
                try make(path)
            } catch {
                throw CommandFailure("\(path) cannot be made: \(error.reason).", .cannotCreate)
            }
        }
        try requireFolder(path)
    }

    /// Checks that nobody but root and this account can change or replace a file; others may read
    /// it.
    ///
    /// A missing file is reported by the code that needs it.
    static func requireUnchangedByOthers(_ path: String) throws {
        try requireOwnWay(to: path)
        guard let status = FileStatus(at: path) else { return }
        try require(path, status, .file, noun: "file")
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
        guard let status = FileStatus(at: path) else { return owners }
        try require(path, status, .socket, noun: "socket")
        guard owners.contains(status.owner) else {
            throw CommandFailure(
                "\(path) belongs to another user, and others than the bank may have put it there. It "
                    + "has to lie in a folder of its owner, which nobody else may change, nor one "
                    + "above it.",
                .configuration
            )
        }
        return owners
    }

    private static func requireOwnHand(_ path: String, _ status: FileStatus) throws {
        guard status.isOwn || status.owner == 0 else {
            throw CommandFailure(
                "\(path) belongs to another user, who may change it at any time. Copy what you trust "
                    + "to a folder of your own.",
                .configuration
            )
        }
        // With user private groups, new files are writable by their owner's own group too.
        let isOwnGroup = status.isOwn && PrivateGroup.isOwn(status.group)
        guard status.mode & (isOwnGroup ? 0o002 : 0o022) == 0 else { throw openHand(path) }
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

    /// Checks that a folder belongs to this account and that no other may use it.
    static func requireFolder(_ path: String) throws {
        try requirePrivate(path, .folder, noun: "folder", mode: "700")
    }

    /// Checks the same for a file, if it exists.
    static func requireFile(_ path: String) throws {
        guard FileStatus(at: path) != nil else { return }
        try requirePrivate(path, .file, noun: "file", mode: "600")
    }

    private static func requirePrivate(
        _ path: String,
        _ kind: FileStatus.Kind,
        noun: String,
        mode: String
    ) throws {
        let path = PathWay.withoutEndSlash(path)
        try requireOwnWay(to: path)
        let status: FileStatus
        do throws(FileError) {
            status = try FileStatus(of: path)
        } catch .system(ENOENT) {
            throw CommandFailure("\(path) is not there.", .noInput)
        } catch {
            throw CommandFailure("\(path) cannot be looked at: \(error.reason).", .noInput)
        }
        try require(path, status, kind, noun: noun)
        guard status.isOwn else {
            throw CommandFailure(
                "\(path) belongs to another user. Choose another place with --state.",
                .configuration
            )
        }
        guard status.mode & 0o077 == 0 else {
            throw CommandFailure(
                "Others than you may use \(path). Put it right with: chmod \(mode) \(path)",
                .configuration
            )
        }
    }

    private static func require(
        _ path: String,
        _ status: FileStatus,
        _ kind: FileStatus.Kind,
        noun: String
    ) throws {
        guard status.kind != kind else { return }
        let isLink = status.kind == .link
        throw CommandFailure(
            isLink ? PathWay.linkSentence(path) : "\(path) is no \(noun).",
            .configuration
        )
    }
}
