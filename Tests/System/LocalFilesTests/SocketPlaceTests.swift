import FoundationEssentials
import Glibc
import Testing

@testable import LocalFiles

/// Goal: a server removes no socket that is not a dead one of its own user.
///
/// Method: sockets in a folder of a test's own, with somebody who listens and without.
@Suite("The place of a socket")
struct SocketPlaceTests {
    /// A path in a folder that is removed with everything in it.
    private final class Place {
        let folder: String
        var path: String { folder + "/x.sock" }

        init() throws {
            var template = Array("/tmp/counterfoil-test-XXXXXX".utf8CString)
            let made = try #require(mkdtemp(&template))
            folder = String(cString: made)
        }

        deinit {
            // What stays behind lies among the temporary files.
            try? FileManager.default.removeItem(atPath: folder)
        }

        func listen() throws -> Int32 {
            let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
            let descriptor = socket(AF_UNIX, type, 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let result = withUnsafePointer(to: &address) { start in
                start.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            try #require(result == 0 && Glibc.listen(descriptor, 1) == 0)
            return descriptor
        }

        func isThere() -> Bool { access(path, F_OK) == 0 }
    }

    @Test("a socket at which somebody listens stays, also when nobody else is let in")
    func live() throws {
        let place = try Place()
        let descriptor = try place.listen()
        defer { close(descriptor) }
        // With a backlog of one a connection that waited would wait for ever from the third on.
        for _ in 0..<5 {
            #expect(throws: SocketPlace.Fault.live) { try SocketPlace(path: place.path).claim() }
        }
        #expect(place.isThere())
    }

    @Test("a dead socket of this user goes, and one of another user stays")
    func dead() throws {
        let place = try Place()
        close(try place.listen())
        try SocketPlace(path: place.path).claim()
        #expect(!place.isThere())
        try SocketPlace(path: place.path).claim()
        guard geteuid() == 0 else { return }
        close(try place.listen())
        try #require(lchown(place.path, 12_345, gid_t.max) == 0)
        #expect(throws: SocketPlace.Fault.foreign) { try SocketPlace(path: place.path).claim() }
        #expect(place.isThere())
    }

    @Test("what is no socket stays, and no path is one that is too long")
    func others() throws {
        let place = try Place()
        #expect(throws: SocketPlace.Fault.taken) { try SocketPlace(path: place.folder).claim() }
        let long = String(repeating: "a", count: SocketPlace.pathByteLimit + 1)
        #expect(throws: SocketPlace.Fault.taken) { try SocketPlace(path: long).claim() }
        try SocketPlace(path: String(long.dropLast())).claim()
    }

    @Test("at the end the socket that was made goes, and no other in its place")
    func removal() throws {
        let place = try Place()
        let socket = SocketPlace(path: place.path)
        close(try place.listen())
        let made = try #require(socket.identity)
        let aside = place.folder + "/aside"
        try #require(rename(place.path, aside) == 0)
        close(try place.listen())
        socket.remove(made)
        #expect(place.isThere())
        try #require(rename(aside, place.path) == 0)
        socket.remove(made)
        #expect(!place.isThere())
    }
}
