import Glibc

/// Unix sockets: nobody sees from a socket whose it is meant to be, so the folders on the way to it
/// have to tell.
extension PathWay {
    /// The mode of a folder in which everybody renames and removes what is their own alone.
    private static let stickyBit: UInt32 = 0o1000

    /// True if a folder of this mode is one such as `/tmp`.
    public static func isSticky(_ mode: UInt32) -> Bool { mode & stickyBit != 0 }

    /// A folder in which others put what they like in the place of a socket, or of a folder on the way.
    public struct OpenFolder: Hashable, Sendable {
        /// Where it is, with no link in it.
        public let path: String
        /// True if it belongs to a user who has no part in it; otherwise its mode lets others in.
        public let isStrange: Bool
    }

    /// The first folder on the way to a path that somebody else than root and this user may change; nil
    /// when there is none.
    ///
    /// In a folder such as `/tmp` nobody replaces what is there and somebody else's. While nothing is
    /// there everybody may be first: whoever connects looks at whose socket it is
    /// (``socketOwners(at:)``).
    public static func openFolder(onTheWayTo path: String) -> OpenFolder? {
        openFolder(onTheWayTo: path, owners: own, ownGroupMayChange: false)
    }

    /// The users whose socket at a path is taken for the one that is meant: root, this user, and the
    /// owner of the folder that it lies in, if nobody else may change that folder or one on the way.
    ///
    /// A folder of that owner in one such as `/tmp` does not count: there everybody may have made it.
    public static func socketOwners(at path: String) -> Set<UInt32> {
        guard let folder = steps(to: path).folder, folder.st_mode & 0o022 == 0,
            strangeLink(onTheWayTo: path) == nil
        else { return own }
        let owners = own.union([folder.st_uid])
        let found = openFolder(onTheWayTo: path, owners: owners, ownGroupMayChange: false)
        return found == nil ? owners : own
    }

    /// Root and this user.
    static var own: Set<UInt32> { [0, geteuid()] }

    /// The first folder on the way to a path that somebody else than some owners may change.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - owners: Who may change the folders.
    ///   - ownGroupMayChange: True if the group that is this user's own may change their folders too.
    /// - Returns: The folder; nil when there is none.
    static func openFolder(
        onTheWayTo path: String,
        owners: Set<UInt32>,
        ownGroupMayChange: Bool
    ) -> OpenFolder? {
        for step in steps(to: path).steps where step.status.st_mode & S_IFMT != S_IFLNK {
            // Where everybody may make a folder, only these do not make it to deceive this user.
            let makers = step.holder.st_mode & 0o022 == 0 ? owners : own
            guard owners.contains(step.status.st_uid), makers.contains(step.status.st_uid) else {
                return OpenFolder(path: step.path, isStrange: true)
            }
            let isOwnGroup =
                ownGroupMayChange && step.status.st_uid == geteuid()
                && PrivateGroup.isOwn(step.status.st_gid)
            let others: mode_t = isOwnGroup ? 0o002 : 0o022
            guard isSticky(step.status.st_mode) || step.status.st_mode & others == 0 else {
                return OpenFolder(path: step.path, isStrange: false)
            }
        }
        return nil
    }
}
