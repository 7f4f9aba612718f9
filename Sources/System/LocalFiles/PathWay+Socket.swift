import Glibc

/// Checks for Unix sockets.
///
/// A socket does not show whose it is meant to be, so the folders on the path to it decide.
extension PathWay {
    /// Sticky bit of a folder's mode: users may rename and remove only their own files there.
    private static let stickyBit: UInt32 = 0o1000

    /// Returns true if a folder's mode has the sticky bit, as `/tmp` has.
    package static func isSticky(_ mode: UInt32) -> Bool { mode & stickyBit != 0 }

    /// A folder in which other users can replace a socket, or a folder on the path to it.
    package struct OpenFolder: Hashable, Sendable {
        /// Path of the folder, with links resolved.
        package let path: String
        /// True if the folder belongs to an unrelated user; otherwise its mode lets others write.
        package let isStrange: Bool
    }

    /// Returns the first folder on a path that a user other than root and this one may change.
    ///
    /// In a folder such as `/tmp` nobody replaces an existing file of somebody else. While a path
    /// there is free, anybody may create it first, so a client checks the owner of the socket
    /// (``socketOwners(at:)``).
    package static func openFolder(onTheWayTo path: String) -> OpenFolder? {
        openFolder(onTheWayTo: path, owners: own, ownGroupMayChange: false)
    }

    /// Returns the users whose socket at a path is accepted: root, this user, and the owner of its
    /// folder, if nobody else may change that folder or one on the path to it.
    ///
    /// A folder of that owner within one such as `/tmp` does not count, because anybody may have
    /// made it there.
    package static func socketOwners(at path: String) -> Set<UInt32> {
        guard let folder = steps(to: path).folder, folder.mode & 0o022 == 0,
            strangeLink(onTheWayTo: path) == nil
        else { return own }
        let owners = own.union([folder.owner])
        let found = openFolder(onTheWayTo: path, owners: owners, ownGroupMayChange: false)
        return found == nil ? owners : own
    }

    /// User IDs of root and this user.
    static var own: Set<UInt32> { [0, geteuid()] }

    /// Returns the first folder on a path that users other than the given owners may change.
    ///
    /// This user's private group may be allowed to change their folders too.
    static func openFolder(
        onTheWayTo path: String,
        owners: Set<UInt32>,
        ownGroupMayChange: Bool
    ) -> OpenFolder? {
        for step in steps(to: path).steps where step.status.kind != .link {
            // Where everybody may create folders, only root and this user are trusted not to
            // deceive this user.
            let makers = step.holder.mode & 0o022 == 0 ? owners : own
            guard owners.contains(step.status.owner), makers.contains(step.status.owner) else {
                return OpenFolder(path: step.path, isStrange: true)
            }
            let isOwnGroup =
                ownGroupMayChange && step.status.isOwn && PrivateGroup.isOwn(step.status.group)
            let others: UInt32 = isOwnGroup ? 0o002 : 0o022
            guard isSticky(step.status.mode) || step.status.mode & others == 0 else {
                return OpenFolder(path: step.path, isStrange: false)
            }
        }
        return nil
    }
}
