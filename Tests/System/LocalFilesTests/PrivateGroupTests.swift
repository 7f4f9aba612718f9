import Glibc
import Testing

@testable import LocalFiles

/// Goal: a file that a user's own group may change is nobody else's to change.
///
/// Method: names of groups and their members, and the group that no user has.
@Suite("A user's own group")
struct PrivateGroupTests {
    @Test(
        "a group is a user's own when it has their name and no other member",
        arguments: [
            ("asha", [], true), ("asha", ["asha"], true), ("asha", ["asha", "tara"], false),
            ("users", [], false), ("users", ["asha"], false), ("", [], false),
        ] as [(String, [String], Bool)]
    )
    func names(group: String, members: [String], isOwn: Bool) {
        #expect(PrivateGroup.isOwn(group, members: members, of: "asha") == isOwn)
    }

    @Test("a group that is not this user's primary one is not their own, and root has none")
    func others() {
        #expect(!PrivateGroup.isOwn(gid_t.max))
        if geteuid() == 0 { #expect(!PrivateGroup.isOwn(getegid())) }
    }
}
