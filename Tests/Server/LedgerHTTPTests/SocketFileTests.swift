import BankTestKit
import Glibc
import LedgerService
import Logging
import Testing

@testable import LedgerHTTP

// Symptom: `serve` deleted whatever file `listen.socket` named, a master key in the trial, and took
// a running bank's socket. Cause: the path was unlinked before and after, whatever was there.
// Proof: nothing is removed but a socket that nobody listens at, and the one that was made here.

@Suite struct SocketFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try #require(TemporaryFolder())
    }

    private var path: String { folder.path + "/console.sock" }

    private func listen(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
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

    private func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    @Test("a file, a folder or a link that is there stays, and is named")
    func others() throws {
        let file = folder.path + "/master-1.key"
        close(open(file, O_CREAT | O_WRONLY, 0o600))
        let link = folder.path + "/link"
        try #require(symlink(file, link) == 0)
        let dangling = folder.path + "/dangling"
        try #require(symlink(folder.path + "/nothing", dangling) == 0)
        for taken in [file, link, dangling, folder.path] {
            let socket = SocketFile(path: taken)
            #expect(throws: ServerError(.socketPathWrong, subject: taken)) { try socket.claim() }
            socket.remove()
            #expect(isThere(taken))
        }
        for wrong in [
            folder.path + "/no/console.sock", folder.path + String(repeating: "/a", count: 60),
        ] {
            #expect(throws: ServerError(.socketPathWrong, subject: wrong)) {
                try SocketFile(path: wrong).claim()
            }
        }
    }

    @Test("a socket whose name begins with a mark lies in the folder before it")
    func markedName() throws {
        try SocketFile(path: folder.path + "/\u{301}console.sock").claim()
        let wrong = folder.path + "/no/\u{301}console.sock"
        #expect(throws: ServerError(.socketPathWrong, subject: wrong)) {
            try SocketFile(path: wrong).claim()
        }
    }

    @Test("a socket at which somebody listens stays theirs")
    func live() throws {
        let descriptor = try listen(path)
        defer { close(descriptor) }
        #expect(throws: ServerError(.addressInUse, subject: path)) {
            try SocketFile(path: path).claim()
        }
        #expect(isThere(path))
    }

    @Test("a socket that a dead process left is taken over")
    func stale() throws {
        close(try listen(path))
        try SocketFile(path: path).claim()
        #expect(!isThere(path))
    }

    @Test("at the end only the socket that was made here goes")
    func removal() throws {
        let mine = SocketFile(path: path)
        try mine.claim()
        close(try listen(path))
        #expect(mine.bound())
        let aside = folder.path + "/aside"
        try #require(rename(path, aside) == 0)
        close(try listen(path))
        mine.remove()
        #expect(isThere(path))
        try #require(rename(aside, path) == 0)
        mine.remove()
        #expect(!isThere(path))
    }

    @Test("a server whose socket cannot be made ends, and leaves what is there")
    func server() async throws {
        let files = try TestFiles()
        close(open(files.socketPath, O_CREAT | O_WRONLY, 0o600))
        let server = try BankServer(
            bank: FakeBank(),
            settings: ServerSettings(
                address: .init(host: "127.0.0.1", port: 0),
                tls: files.tls,
                socketPath: files.socketPath
            ),
            logger: .silent
        )
        await #expect(throws: ServerError(.socketPathWrong, subject: files.socketPath)) {
            try await server.run()
        }
        #expect(isThere(files.socketPath))
    }
}
