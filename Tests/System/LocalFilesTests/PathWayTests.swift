import Glibc
import Testing

@testable import LocalFiles

/// Goal: a file is written at its path where its user wants it, and nowhere else.
///
/// Method: folders and links of a test's own, whose modes are changed.
@Suite("The way to a path")
struct PathWayTests {
    @Test("a link is followed where nobody else could replace it, and named where others could")
    func links() throws {
        let place = try Place()
        let (shared, link) = (place.path + "/shared", place.path + "/shared/link")
        for folder in [shared, place.path + "/target"] { try #require(mkdir(folder, 0o700) == 0) }
        try #require(symlink("../target", link) == 0)
        for path in [link + "/file", shared + "/./link/../link/file", link, shared + "/none/file"] {
            #expect(PathWay.strangeLink(onTheWayTo: path) == nil, "\(path)")
        }
        for mode in [0o777, 0o770, 0o1777] as [mode_t] {
            try #require(chmod(shared, mode) == 0)
            let sentence = PathWay.strangeLink(onTheWayTo: link + "/file")
            #expect(sentence?.hasPrefix("\(link) is a link that another user made") == true)
            // No link is followed in the place of the file itself.
            #expect(PathWay.strangeLink(onTheWayTo: link) == nil)
        }
    }

    // Symptom: a link of another user was not looked at, where what came after it began with a mark. Cause:
    // to Swift the slash with the mark is another character, and the two names were one.
    @Test("a name that begins with a mark hides neither the link before it nor a folder")
    func marks() throws {
        let place = try Place()
        let (shared, link) = (place.path + "/\u{301}shared", place.path + "/\u{301}shared/link")
        for folder in [shared, place.path + "/target", place.path + "/target/\u{301}in"] {
            try #require(mkdir(folder, 0o700) == 0)
        }
        try #require(symlink("../target/\u{301}in", link) == 0)
        for path in [link + "/\u{301}file", link + "/\u{301}none/file"] {
            #expect(PathWay.strangeLink(onTheWayTo: path) == nil)
        }
        try #require(chmod(shared, 0o777) == 0)
        for path in [link + "/\u{301}file", link + "/\u{301}none/file"] {
            let sentence = PathWay.strangeLink(onTheWayTo: path)
            #expect(sentence?.hasPrefix("\(link) is a link that another user made") == true)
        }
        let found = PathWay.openFolder(onTheWayTo: shared + "/\u{301}x.sock")
        #expect(found?.path.hasSuffix(shared) == true)
        #expect(PathWay.whole("/\u{301}a") == "/\u{301}a")
    }

    @Test("links in a circle, and one that leads nowhere, lead nobody anywhere")
    func circles() throws {
        let place = try Place()
        try #require(symlink("b", place.path + "/a") == 0)
        try #require(symlink("a", place.path + "/b") == 0)
        try #require(symlink("none", place.path + "/c") == 0)
        for name in ["a", "b", "c"] {
            #expect(PathWay.strangeLink(onTheWayTo: "\(place.path)/\(name)/file") == nil)
        }
    }

    // Symptom: a socket in a folder into which everybody may write was taken; another user put his own in
    // its place, and was sent a password. Cause: the folders on the way were not looked at.
    @Test("a folder on the way that others may write is named, but where nobody replaces another's")
    func openFolders() throws {
        let place = try Place()
        let (folder, socket) = (place.path + "/bank", place.path + "/bank/x.sock")
        try #require(mkdir(folder, 0o755) == 0)
        #expect(PathWay.openFolder(onTheWayTo: socket) == nil)
        for path in [folder, place.path] {
            for mode in [0o777, 0o775, 0o722] as [mode_t] {
                try #require(chmod(path, mode) == 0)
                let found = try #require(PathWay.openFolder(onTheWayTo: socket))
                #expect(found.path.hasSuffix(path) && !found.isStrange)
            }
            try #require(chmod(path, 0o1777) == 0)
            #expect(PathWay.openFolder(onTheWayTo: socket) == nil)
            try #require(chmod(path, 0o755) == 0)
        }
    }

    // Symptom: a bank in a folder of another user was taken; he put one of his own in its place, and was
    // sent a password. Cause: on the way to all but sockets only links were looked at.
    @Test("a fault of a way is a link of others first, and then a folder that others may change")
    func faults() throws {
        let place = try Place()
        let (shared, link) = (place.path + "/shared", place.path + "/shared/link")
        for folder in [shared, place.path + "/target"] { try #require(mkdir(folder, 0o700) == 0) }
        try #require(symlink("../target", link) == 0)
        for path in [shared + "/file", link + "/file", shared + "/none/file"] {
            #expect(PathWay.fault(onTheWayTo: path) == nil, "\(path)")
        }
        try #require(chmod(shared, 0o777) == 0)
        let open = PathWay.OpenFolder(path: shared, isStrange: false)
        #expect(PathWay.fault(onTheWayTo: shared + "/file") == .folder(open))
        // The folder itself is the last part here, which is not looked at.
        #expect(PathWay.fault(onTheWayTo: shared) == nil)
        let sentence = try #require(PathWay.strangeLink(onTheWayTo: link + "/file"))
        #expect(PathWay.fault(onTheWayTo: link + "/file") == .link(sentence: sentence))
        // As in /tmp, where others replace nothing.
        try #require(chmod(shared, 0o1777) == 0)
        #expect(PathWay.fault(onTheWayTo: shared + "/file") == nil)
    }

    @Test(
        "a folder of another user is a fault wherever it lies on the way",
        .enabled(if: geteuid() == 0, "folders are given away by root alone")
    )
    func strangeFolders() throws {
        let place = try Place()
        let (outer, inner) = (place.path + "/outer", place.path + "/outer/inner")
        for folder in [outer, inner] { try #require(mkdir(folder, 0o755) == 0) }
        #expect(PathWay.fault(onTheWayTo: inner + "/file") == nil)
        for (path, mode) in [(outer, 0o755), (inner, 0o755), (inner, 0o1777)]
            as [(String, mode_t)]
        {
            try #require(lchown(path, 12_345, 12_345) == 0 && chmod(path, mode) == 0)
            let strange = PathWay.OpenFolder(path: path, isStrange: true)
            #expect(PathWay.fault(onTheWayTo: inner + "/file") == .folder(strange))
            try #require(lchown(path, 0, 0) == 0 && chmod(path, 0o755) == 0)
        }
    }

    @Test("without the folder that it lies in, a socket is root's or this user's or nobody's")
    func ownSockets() throws {
        let place = try Place()
        let own: Set<UInt32> = [0, geteuid()]
        #expect(PathWay.socketOwners(at: place.path + "/x.sock") == own)
        #expect(PathWay.socketOwners(at: place.path + "/none/x.sock") == own)
    }

    @Test(
        "the owner of a socket's folder is believed only where nobody else changes the way to it",
        .enabled(if: geteuid() == 0, "folders are given away by root alone")
    )
    func socketOwners() throws {
        let place = try Place()
        let (folder, socket) = (place.path + "/bank", place.path + "/bank/x.sock")
        try #require(mkdir(folder, 0o755) == 0)
        try #require(lchown(folder, 12_345, 12_345) == 0)
        try #require(chmod(place.path, 0o755) == 0)
        #expect(PathWay.socketOwners(at: socket) == [0, 12_345])
        #expect(PathWay.openFolder(onTheWayTo: socket)?.isStrange == true)
        for (path, mode) in [
            (folder, 0o777), (folder, 0o775), (folder, 0o1777), (place.path, 0o777),
            (place.path, 0o775), (place.path, 0o1777),
        ] as [(String, mode_t)] {
            try #require(chmod(path, mode) == 0)
            #expect(PathWay.socketOwners(at: socket) == [0], "\(path) \(mode)")
            try #require(chmod(path, 0o755) == 0)
        }
        try #require(lchown(place.path, 23_456, 23_456) == 0)
        #expect(PathWay.socketOwners(at: socket) == [0])
    }

    @Test("a path from a folder on means the same from the root")
    func whole() throws {
        #expect(PathWay.whole("/a/b") == "/a/b")
        let whole = PathWay.whole("a/b")
        #expect(whole.hasPrefix("/") && whole.hasSuffix("/a/b"))
    }
}
