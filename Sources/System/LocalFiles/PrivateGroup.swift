import Glibc

/// The private group that many systems give each user, with no other member.
///
/// On such systems new files and folders are writable by the group (umask 002), which admits nobody
/// else.
package enum PrivateGroup {
    /// Maximum length of a group or user entry in bytes; a group with a longer one does not count.
    private static let entryByteLimit = 16_384

    /// Returns true if a group is this user's own: primary, of the same name, without other
    /// members.
    ///
    /// The rule is that of pam_umask(8) (`usergroups`). Root's group does not count, because some
    /// systems put other users into it. Other users with the same primary group are not detected,
    /// but a group with a user's name is given to that user alone.
    package static func isOwn(_ group: UInt32) -> Bool {
        guard geteuid() != 0, let user = user(), user.group == group,
            let names = names(ofGroup: group)
        else { return false }
        return isOwn(names.group, members: names.members, of: user.name)
    }

    /// Returns true if a group with this name and these members is the user's own.
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
