import FoundationEssentials
import Glibc
import PrivatePaths
import Testing

/// Goal: what is written at a path goes where its user wants it, and nowhere else.
///
/// Method: folders and links of a test's own, whose modes are changed.
@Suite("The way to a path")
struct PathWayTests {
    /// A folder that is removed with everything in it.
    private final class Place {
        let path: String

        init() throws {
            var template = Array("/tmp/counterfoil-test-XXXXXX".utf8CString)
            let made = try #require(mkdtemp(&template))
            path = String(cString: made)
        }

        deinit {
            // What stays behind lies among the temporary files.
            try? FileManager.default.removeItem(atPath: path)
        }
    }

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

    @Test("a path from a folder on means the same from the root")
    func whole() throws {
        #expect(PathWay.whole("/a/b") == "/a/b")
        let whole = PathWay.whole("a/b")
        #expect(whole.hasPrefix("/") && whole.hasSuffix("/a/b"))
    }
}
