import Glibc
import Testing

@testable import DurableFolders

/// Goal: what was made in a folder is written to the disk with its name before anybody relies on it.
///
/// Method: the system tells in which order a folder is changed and opened; no test cuts the power.
struct DurableFolderTests {
    @Test("a folder that is made has the one above it opened afterwards, to be written")
    func make() throws {
        let place = try Place()
        let watch = try FolderWatch(place.path)
        #expect(DurableFolder.make(place.path + "/a"))
        #expect(watch.events() == [.made, .opened])
        #expect(place.mode("a") == 0o700)
        // One that is there stays as it is.
        #expect(chmod(place.path + "/a", 0o755) == 0)
        #expect(DurableFolder.make(place.path + "/a"))
        #expect(watch.events().isEmpty)
        #expect(place.mode("a") == 0o755)
    }

    @Test("a slash at the end of a path names no other folder above it", arguments: ["a/", "a//"])
    func slashes(name: String) throws {
        let place = try Place()
        let watch = try FolderWatch(place.path)
        #expect(DurableFolder.make("\(place.path)/\(name)"))
        #expect(watch.events() == [.made, .opened])
    }

    @Test("every folder on the way is made, and none whose place is taken by a file")
    func makeAll() throws {
        let place = try Place()
        let watch = try FolderWatch(place.path)
        #expect(DurableFolder.makeAll(place.path + "/a/b/c"))
        #expect(watch.events() == [.made, .opened])
        #expect(place.mode("a/b/c") == 0o700)
        #expect(DurableFolder.makeAll(place.path + "/a/b/c"))
        let file = try #require(fopen(place.path + "/file", "w"))
        fclose(file)
        #expect(reason(DurableFolder.makeAll(place.path + "/file/a")) == ENOTDIR)
    }

    @Test("where nothing can be made the reason is the system's")
    func failures() throws {
        let place = try Place()
        #expect(reason(DurableFolder.make(place.path + "/nowhere/a")) == ENOENT)
        #expect(reason(DurableFolder.synchronise(around: place.path + "/nowhere/a")) == ENOENT)
        #expect(DurableFolder.synchronise(around: place.path + "/a"))
    }

    @Test(
        "the folder of a path is what is before its last name",
        arguments: [
            ("a", "."), ("a/", "."), ("/a", "/"), ("/", "/"), ("a/b", "a"), ("/a/b", "/a"),
            ("/a/b//", "/a"),
        ]
    )
    func folder(path: String, folder: String) {
        #expect(DurableFolder.folder(of: path) == folder)
    }

    private func reason(_ isDone: Bool) -> Int32 { isDone ? 0 : errno }
}
