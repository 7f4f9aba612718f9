import Certificates
import ClientService
import ClientTransport
import CoreVocabulary
import Glibc
import Testing
import WireProtocol

/// Goal: each failure of the line has its own name, and tells whether the bank can have seen the
/// request.
///
/// Method: one server or proxy for each thing that can go wrong.
struct LinkFailureTests {
    private let files: TestFiles

    init() throws {
        files = try TestFiles()
    }

    /// Sends something and returns the error that it ends with.
    private func failure(
        of link: HTTPLink,
        _ request: Request = .signOut
    ) async throws -> LinkError {
        do {
            _ = try await link.send(HTTPLinkTests.bytes(request))
        } catch {
            return error
        }
        throw ServerFailure(reason: "the request was answered")
    }

    private static let answering: ScriptedServer.Script = { connection in
        while try connection.readRequest() != nil {
            try connection.answer(#"{"type":"done"}"#)
        }
    }

    // MARK: Nothing was sent

    // Symptom: a request that this console had made wrongly was told as the answer of no bank. Cause:
    // it had the cause of an answer that cannot be read.
    @Test("what no bank reads as a request is not sent, and its cause says so")
    func ownRequest() async throws {
        let server = try ScriptedServer(tls: files.server(), script: Self.answering)
        let link = HTTPLink(port: server.port, files.trust)
        await #expect(throws: LinkError.notSent(.requestRefused)) {
            try await link.send([0x7B, 0x7D])
        }
        #expect(server.connectionCount == 0)
    }

    @Test("a port at which nobody listens refuses the connection")
    func refused() async throws {
        let link = HTTPLink(port: try ScriptedServer.freePort(), files.trust)
        #expect(try await failure(of: link) == .notSent(.connectionRefused))
    }

    @Test("a socket that is not there is one at which nobody listens")
    func noSocket() async throws {
        let link = HTTPLink(.socket(path: files.folder + "/none.sock"))
        #expect(try await failure(of: link) == .notSent(.connectionRefused))
    }

    // Attack: another user listens where the bank did, and waits for a password. Expectation: the kernel
    // says whose the other end is, and nothing is sent.
    @Test("a socket at which a user listens who is not named is sent nothing")
    func strangeListener() async throws {
        let path = files.folder + "/bank.sock"
        let server = try ScriptedServer(socketPath: path) { connection in
            while try connection.readRequest() != nil {
                try connection.answer(#"{"type":"done"}"#)
            }
        }
        let strange = HTTPLink(.socket(path: path, owners: [geteuid() + 1]))
        // The second connection is looked at as the first.
        for _ in 0..<2 {
            #expect(try await failure(of: strange) == .notSent(.socketUntrusted))
        }
        #expect(server.requests.isEmpty)
    }

    @Test("a name that cannot be is one without an address")
    func unknownHost() async throws {
        // A label of 64 characters: no name server is asked.
        let host = String(repeating: "a", count: 64) + ".example"
        let link = HTTPLink(port: 1, host: host, files.trust)
        #expect(try await failure(of: link) == .notSent(.hostUnknown))
    }

    @Test("a server that takes the connection and says nothing is given up")
    func silence() async throws {
        let server = try ScriptedServer { $0.readToEnd() }
        var limits = LinkLimits()
        limits.connectMilliseconds = 50
        let link = HTTPLink(port: server.port, files.trust, limits: limits)
        #expect(try await failure(of: link) == .notSent(.timedOut))
    }

    @Test("a server without TLS is known by its bare answer")
    func plainHTTP() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.read()
            try connection.answer("<h1>Bad request</h1>", status: 400, type: "text/html")
        }
        let link = HTTPLink(port: server.port, files.trust)
        #expect(try await failure(of: link) == .notSent(.notTLS))
    }

    @Test("a server that hangs up on the handshake has no TLS that works")
    func handshakeCut() async throws {
        let server = try ScriptedServer { _ = $0.read() }
        let failure = try await failure(of: HTTPLink(port: server.port, files.trust))
        #expect(failure == .notSent(.tlsFailed))
    }

    @Test("TLS before 1.2 is refused")
    func oldTLS() async throws {
        var settings = try files.server()
        settings.highestVersion = 0x0302
        let server = try ScriptedServer(tls: settings, script: Self.answering)
        let link = HTTPLink(port: server.port, files.trust)
        #expect(try await failure(of: link) == .notSent(.tlsFailed))
        #expect(server.requests.isEmpty)
    }

    @Test("a certificate of another authority is not trusted")
    func untrusted() async throws {
        let server = try ScriptedServer(tls: TestFiles().server(), script: Self.answering)
        let link = HTTPLink(port: server.port, files.trust)
        #expect(try await failure(of: link) == .notSent(.certificateUntrusted))
        #expect(server.requests.isEmpty)
    }

    @Test("a certificate whose time is over or has not come is refused as that")
    func validity() async throws {
        let past = try ScriptedServer(
            tls: files.server(fromDay: -3, throughDay: -1),
            script: Self.answering
        )
        let future = try ScriptedServer(
            tls: files.server(fromDay: 1, throughDay: 3),
            script: Self.answering
        )
        let late = try await failure(of: HTTPLink(port: past.port, files.trust))
        #expect(late == .notSent(.certificateExpired))
        let early = try await failure(of: HTTPLink(port: future.port, files.trust))
        #expect(early == .notSent(.certificateNotYetValid))
        #expect(past.requests.isEmpty && future.requests.isEmpty)
    }

    @Test("a certificate for another host is refused, though the authority is right")
    func wrongHost() async throws {
        let server = try ScriptedServer(
            tls: files.server(name: "bank.example"),
            script: Self.answering
        )
        let byAddress = HTTPLink(port: server.port, files.trust)
        #expect(try await failure(of: byAddress) == .notSent(.hostNameWrong))
        let byName = HTTPLink(port: server.port, host: "localhost", files.trust)
        #expect(try await failure(of: byName) == .notSent(.hostNameWrong))
        #expect(server.requests.isEmpty)
    }

    @Test("an authority's file that is not there leaves no line")
    func noAuthority() async throws {
        let server = try ScriptedServer(tls: files.server(), script: Self.answering)
        let trust = TLSFiles(authority: files.folder + "/none.pem", terminal: nil)
        let link = HTTPLink(port: server.port, trust)
        #expect(try await failure(of: link) == .notSent(.tlsFailed))
    }

    @Test("a proxy that refuses, wants a name, or hangs up is what failed")
    func proxies() async throws {
        let server = try ScriptedServer(tls: files.server(), script: Self.answering)
        for answer in [
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 407 Proxy Authentication Required\r\n"
                + "Proxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "",
        ] {
            let proxy = try ScriptedServer { connection in
                _ = try connection.readRequest()
                try connection.write(answer)
            }
            let address = try ProxyAddress("http://127.0.0.1:\(proxy.port)")
            let link = HTTPLink(port: server.port, files.trust, proxy: address)
            #expect(try await failure(of: link) == .notSent(.proxyFailed))
        }
        let nobody = try ProxyAddress("http://127.0.0.1:\(ScriptedServer.freePort())")
        let link = HTTPLink(port: server.port, files.trust, proxy: nobody)
        #expect(try await failure(of: link) == .notSent(.proxyFailed))
        #expect(server.connectionCount == 0)
    }

    @Test("behind a proxy, what is wrong with the bank's certificate is still told")
    func proxyAndCertificate() async throws {
        let server = try ScriptedServer(tls: TestFiles().server(), script: Self.answering)
        let proxy = try ScriptedServer { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\n\r\n")
            try connection.tunnel(to: server.port)
        }
        let address = try ProxyAddress("http://127.0.0.1:\(proxy.port)")
        let link = HTTPLink(port: server.port, files.trust, proxy: address)
        #expect(try await failure(of: link) == .notSent(.certificateUntrusted))
    }

    // MARK: It was sent

    @Test(
        "a terminal without a certificate, or with one of another authority, is told so",
        arguments: [false, true]
    )
    func terminalRefused(showsForeign: Bool) async throws {
        var settings = try files.server()
        settings.terminalAuthority = files.authority.certificate
        let server = try ScriptedServer(tls: settings, script: Self.answering)
        let foreign = try TestFiles()
        defer { withExtendedLifetime(foreign) {} }
        let terminal = showsForeign ? try foreign.terminal() : nil
        let trust = TLSFiles(authority: files.authorityPath, terminal: terminal)
        let link = HTTPLink(port: server.port, trust)
        // With TLS 1.3 the refusal comes when the console already takes itself for connected.
        #expect(try await failure(of: link) == .noReply(.terminalCertificateRefused))
        #expect(server.requests.isEmpty)
    }

    @Test(
        "an answer that is none of a bank's is unreadable",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p/>",
            "HTTP/1.1 302 Found\r\nLocation: https://portal.example/\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 400 X\r\nContent-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{",
            "SSH-2.0-OpenSSH_9.2\r\n",
        ]
    )
    func unreadable(answer: String) async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write(answer)
        }
        let link = HTTPLink(port: server.port, files.trust)
        #expect(try await failure(of: link) == .noReply(.answerUnreadable))
        #expect(server.connectionCount == 1)
    }

    @Test("an answer without end is cut off at the longest reply")
    func endless() async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            let piece = [UInt8](repeating: 32, count: 65_536)
            while true { try connection.write(piece) }
        }
        let link = HTTPLink(port: server.port, files.trust)
        #expect(try await failure(of: link) == .noReply(.answerUnreadable))
    }

    @Test(
        "an answer that breaks off is no answer",
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-Ty",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"ty",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "9\r\n{\"ty",
        ],
        [false, true]
    )
    func brokenOff(answer: String, withReset: Bool) async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write(answer)
            connection.close(withReset: withReset)
        }
        let link = HTTPLink(port: server.port, files.trust)
        #expect(try await failure(of: link) == .noReply(.lineDown))
        #expect(server.requests.count == 1)
    }

    @Test("an answer that comes a byte at a time is given up in time")
    func slowDrip() async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            // Never a pause, and never an end.
            while true { try connection.write(" ") }
        }
        var limits = LinkLimits()
        limits.replyMilliseconds = 100
        let link = HTTPLink(port: server.port, files.trust, limits: limits)
        #expect(try await failure(of: link) == .noReply(.timedOut))
    }

    @Test("a reply that does not come is waited for no longer than agreed")
    func noReply() async throws {
        let server = try ScriptedServer(tls: files.server()) { $0.readToEnd() }
        var limits = LinkLimits()
        limits.replyMilliseconds = 100
        let link = HTTPLink(port: server.port, files.trust, limits: limits)
        #expect(try await failure(of: link) == .noReply(.timedOut))
    }
}
