import Glibc

/// The group that many systems give each user, with nobody else in it.
///
/// There new files and folders are the group's to change as well (umask 002), which lets nobody in.
public enum PrivateGroup {
    /// The longest entry of a group or a user, in bytes; a group with a longer one is nobody's own.
    private static let entryByteLimit = 16_384

    /// True if a group is this user's own: their primary one, of their name, with no other member.
    ///
    /// The same as pam_umask(8) has it (`usergroups`). Root's group is not: some systems put others
    /// into it. Whoever has the group as their primary one is not seen; a group of a user's name is
    /// given to that user alone.
    public static func isOwn(_ group: UInt32) -> Bool {
        guard geteuid() != 0, let user = user(), user.group == group,
            let names = names(ofGroup: group)
        else { return false }
        return isOwn(names.group, members: names.members, of: user.name)
    }

    /// True if a group of this name and with these members is a user's own.
    static func isOwn(_ group: String, members: [String], of user: String) -> Bool {
        group == user && members.allSatisfy { $0 == user }
    }

    private static func user() -> (name: String, group: UInt32)? {
        var bytes = [CChar](repeating: 0, count: entryByteLimit)
        return bytes.withUnsafeMutableBufferPointer { buffer in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard let place = buffer.baseAddress,
                getpwuid_r(geteuid(), &entry, place, buffer.count, &found) == 0,
                found != nil, let name = entry.pw_name
            else { return nil }
            return (String(cString: name), entry.pw_gid)
        }
    }

    private static func names(ofGroup number: UInt32) -> (group: String, members: [String])? {
        var bytes = [CChar](repeating: 0, count: entryByteLimit)
        return bytes.withUnsafeMutableBufferPointer { buffer in
            var entry = group()
            var found: UnsafeMutablePointer<group>?
            guard let place = buffer.baseAddress,
                getgrgid_r(number, &entry, place, buffer.count, &found) == 0,
                found != nil, let name = entry.gr_name
            else { return nil }
            var members: [String] = []
            var next = entry.gr_mem
            while let member = next?.pointee {
                members.append(String(cString: member))
                next = next?.advanced(by: 1)
            }
            return (String(cString: name), members)
        }
    }
}
