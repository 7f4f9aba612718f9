import Glibc
import Testing

@testable import LocalFiles

/// Goal: a new file in a folder is on the disk with its name before anybody relies on it.
///
/// Method: the system tells in which order a folder is changed and opened, and a call in the place of
/// fsync(2) what is written then; folders that the system cannot write; no test cuts the power.
struct LocalFolderTests {
    @Test("a folder that is made has the one above it opened afterwards, to be written")
    func make() throws {
        let place = try Place()
        let watch = try FolderWatch(place.path)
        try LocalFolder.make(place.path + "/a")
        #expect(watch.events() == [.made, .opened])
        #expect(place.mode("a") == 0o700)
        // One that is there stays as it is.
        #expect(chmod(place.path + "/a", 0o755) == 0)
        try LocalFolder.make(place.path + "/a")
        #expect(watch.events().isEmpty)
        #expect(place.mode("a") == 0o755)
    }

    @Test("a folder that is made has the one above it written afterwards, and fails if that fails")
    func written() throws {
        let place = try Place()
        let watch = try FolderWatch(place.path)
        var above = stat()
        try #require(stat(place.path, &above) == 0)
        var writeCount = 0
        try LocalFolder.make(place.path + "/a") { descriptor in
            writeCount += 1
            var folder = stat()
            #expect(fstat(descriptor, &folder) == 0)
            #expect(folder.st_dev == above.st_dev && folder.st_ino == above.st_ino)
            #expect(watch.events() == [.made, .opened])
            return 0
        }
        #expect(writeCount == 1)
        #expect(throws: FileError.system(EIO)) {
            try LocalFolder.make(place.path + "/b") { _ in
                errno = EIO
                return -1
            }
        }
    }

    @Test("what writes a folder is fsync(2), and what it says is told")
    func fileSystemThatRefuses() {
        // The folders of proc(5) can be opened and not be written to a disk: the call says so.
        #expect(throws: FileError.system(EINVAL)) {
            try LocalFolder.synchronise(around: "/proc/self/a")
        }
    }

    @Test("a slash at the end of a path names no other folder above it", arguments: ["a/", "a//"])
    func slashes(name: String) throws {
        let place = try Place()
        let watch = try FolderWatch(place.path)
        try LocalFolder.make("\(place.path)/\(name)")
        #expect(watch.events() == [.made, .opened])
    }

    @Test("every folder on the way is made, and none whose place is taken by a file")
    func makeAll() throws {
        let place = try Place()
        let watch = try FolderWatch(place.path)
        try LocalFolder.makeAll(place.path + "/a/b/c")
        #expect(watch.events() == [.made, .opened])
        #expect(place.mode("a/b/c") == 0o700)
        try LocalFolder.makeAll(place.path + "/a/b/c")
        let file = try #require(fopen(place.path + "/file", "w"))
        fclose(file)
        #expect(throws: FileError.system(ENOTDIR)) {
            try LocalFolder.makeAll(place.path + "/file/a")
        }
    }

    @Test("where nothing can be made the reason is the system's")
    func failures() throws {
        let place = try Place()
        #expect(throws: FileError.system(ENOENT)) {
            try LocalFolder.make(place.path + "/nowhere/a")
        }
        #expect(throws: FileError.system(ENOENT)) {
            try LocalFolder.synchronise(around: place.path + "/nowhere/a")
        }
        try LocalFolder.synchronise(around: place.path + "/a")
    }

    @Test(
        "the folder of a path is what is before its last name",
        arguments: [
            ("a", "."), ("a/", "."), ("/a", "/"), ("/", "/"), ("a/b", "a"), ("/a/b", "/a"),
            ("/a/b//", "/a"),
        ]
    )
    func folder(path: String, folder: String) {
        #expect(LocalFolder.folder(of: path) == folder)
    }
}
