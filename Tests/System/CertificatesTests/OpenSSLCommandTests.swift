// Goal: chains of ours verify with software that we did not write.
// Method: openssl(1) over PEM files, with a time of its own.

import Certificates
import FoundationEssentials
import Glibc
import Testing

@Suite("Certificates under openssl(1)")
struct OpenSSLCommandTests {
    private struct Folder: ~Copyable {
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

        func write(_ bytes: [UInt8], _ name: String) throws -> String {
            let file = "\(path)/\(name)"
            try Data(bytes).write(to: URL(filePath: file))
            return file
        }
    }

    /// Runs openssl; its exit status.
    private func openssl(_ arguments: [String]) throws -> Int32 {
        var argv: [UnsafeMutablePointer<CChar>?] = (["openssl"] + arguments).map { strdup($0) }
        argv.append(nil)
        defer { argv.forEach { free($0) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var process: pid_t = 0
        try #require(posix_spawnp(&process, "openssl", &actions, nil, argv, nil) == 0)
        var status: Int32 = 0
        #expect(waitpid(process, &status, 0) == process)
        return status
    }

    @Test("a server's and a terminal's certificate verify, and not as each other or elsewhere")
    func verify() throws {
        let now = ChainTests.nowSeconds
        let validity = Validity(days: 30, fromNowSeconds: now)
        let authority = try CertificateAuthority.make(name: "Authority", validity: validity)
        let server = try authority.issue(
            .server(names: ChainTests.names),
            for: .generate(),
            validity: validity
        )
        let name = try #require(DeviceName("branch-12"))
        let device = try authority.issue(.device(name), for: .generate(), validity: validity)
        let folder = try Folder()
        let trusted = try folder.write(authority.certificate.pem(), "ca.pem")
        let files = [
            "server": try folder.write(server.pem(), "server.pem"),
            "device": try folder.write(device.pem(), "device.pem"),
        ]
        func status(_ who: String, _ options: [String], at seconds: Int64 = now) throws -> Int32 {
            let file = try #require(files[who])
            return try openssl(
                ["verify", "-x509_strict", "-CAfile", trusted, "-attime", "\(seconds)"]
                    + options + [file]
            )
        }
        let asServer = ["-purpose", "sslserver", "-verify_hostname"]
        #expect(try status("server", asServer + ["bank.example"]) == 0)
        #expect(try status("server", asServer + ["evil.example"]) != 0)
        #expect(try status("server", ["-purpose", "sslserver", "-verify_ip", "::1"]) == 0)
        #expect(try status("server", ["-purpose", "sslclient"]) != 0)
        #expect(try status("server", asServer + ["localhost"], at: now + 31 * 86_400) != 0)
        #expect(try status("device", ["-purpose", "sslclient"]) == 0)
        #expect(try status("device", ["-purpose", "sslserver"]) != 0)
    }
}
