import BankTestKit
import Glibc
import LedgerHTTP
import Testing

// Goal: reading a TLS file ends, whatever lies in its place, and the former files stay in use.
// Method: files replaced beside a server that runs.

@Suite(.timeLimit(.minutes(10))) struct TLSFileTests {
    // Symptom: with a pipe in the place of server.pem SIGHUP never ended, and each later one was not
    // heard. Cause: the file was opened by its path, to be read however long that takes.
    @Test(
        "a pipe in the place of a file is refused at once",
        arguments: [
            ("server.pem", ServerError.Code.certificateUnreadable),
            ("server.key", .keyUnreadable), ("ca.pem", .authorityUnreadable),
        ] as [(String, ServerError.Code)]
    )
    func pipe(name: String, code: ServerError.Code) async throws {
        try await RunningServer.with(FakeBank()) { server in
            let path = server.files.folder.path + "/" + name
            try #require(unlink(path) == 0)
            try #require(mkfifo(path, 0o600) == 0)
            let error = #expect(throws: ServerError.self) { try server.server.reloadCertificates() }
            #expect(error?.code == code)
        }
    }

    @Test("a file without end is refused, and so is a folder")
    func strange() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let path = server.files.folder.path + "/server.pem"
            for other in ["/dev/zero", server.files.folder.path] {
                try #require(unlink(path) == 0)
                try #require(symlink(other, path) == 0)
                let error = #expect(throws: ServerError.self) {
                    try server.server.reloadCertificates()
                }
                #expect(error?.code == .certificateUnreadable)
            }
        }
    }

    @Test("what was read is taken, whatever lies at the paths")
    func bytes() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let files = server.files
            let read = try TLSBytes(
                certificate: ContractTests.read(files.folder.path + "/server.pem"),
                key: ContractTests.read(files.folder.path + "/server.key"),
                authority: ContractTests.read(files.authorityPath)
            )
            try files.write(Array("nothing".utf8), "server.pem")
            try server.server.reloadCertificates(read)
            var lacking = read
            lacking.key = []
            let error = #expect(throws: ServerError.self) {
                try server.server.reloadCertificates(lacking)
            }
            #expect(error?.code == .keyUnreadable)
            let peer = try await server.peer()
            #expect(try await peer.ask("GET", "/healthz").status == 200)
            await peer.close()
        }
    }
}
