import Testing

@testable import LocalFiles

/// Goal: both programs, and every command of them, look for what comes with them at the same places.
///
/// Method: the places for programs at made-up paths, and those of this test.
@Suite("Resource folders")
struct ResourceFoldersTests {
    @Test("the places of a program's folder are beside it, above it, and where packages install it")
    func places() {
        #expect(
            ResourceFolders.candidates("themes", forExecutable: "/usr/bin/counterfoil") == [
                "/usr/bin/themes", "/usr/themes", "/usr/share/counterfoil/themes", "/themes",
                "/usr/share/counterfoil/themes",
            ]
        )
        let path = "/src/c/.build/x86_64/debug/counterfoil"
        #expect(ResourceFolders.candidates("themes", forExecutable: path).contains("/src/c/themes"))
        let program = "/opt/c/bin/counterfoil"
        let fixture = ResourceFolders.candidates("fixtures/a", forExecutable: program)
        #expect(fixture.contains("/opt/c/share/counterfoil/fixtures/a"))
    }

    @Test("a folder whose name begins with a mark is one of the folders above a program")
    func marks() {
        let found = ResourceFolders.candidates("themes", forExecutable: "/a/\u{301}b/c/counterfoil")
        #expect(found.prefix(2) == ["/a/\u{301}b/c/themes", "/a/\u{301}b/themes"])
        #expect(found.contains("/a/themes"))
    }

    @Test("a program whose path is not known finds what a package installed")
    func unknown() {
        #expect(
            ResourceFolders.candidates("themes", forExecutable: "")
                == ["\(ResourceFolders.installed)/themes"]
        )
    }

    @Test("no more folders than the limit are looked at above a program")
    func limit() {
        let path = "/a/b/c/d/e/f/g/counterfoil"
        let found = ResourceFolders.candidates("themes", forExecutable: path)
        #expect(found.contains("/a/b/themes"))
        #expect(!found.contains("/a/themes"))
    }

    @Test("a file is no folder, and a name that no place has is not found")
    func folders() {
        #expect(LocalFolder.exists("/tmp"))
        #expect(!LocalFolder.exists("/etc/passwd"))
        #expect(ResourceFolders.find("no-such-folder") == nil)
    }
}
