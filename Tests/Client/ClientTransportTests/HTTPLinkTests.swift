import Certificates
import ClientService
import ClientTransport
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

/// Goal: a request arrives as its route says, and what the bank answers comes back.
///
/// Method: a server over TLS on the loopback address that records what it reads.
struct HTTPLinkTests {
    private let files: TestFiles
    static let token = Array("v1.a-b_c".utf8)
    static let key = IntentKey(rawValue: 0x0192_0000_0000_7000_8000_0000_0000_0001)

    init() throws {
        files = try TestFiles()
    }

    static func bytes(_ request: Request, token: [UInt8]? = token) -> [UInt8] {
        RequestEnvelope(token: token, request: request).encoded
    }

    @Test("a sign-in is posted without a token, and its body says all")
    func signIn() async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            while try connection.readRequest() != nil {
                try connection.answer(#"{"type":"signed-out"}"#)
            }
        }
        let link = HTTPLink(port: server.port, files.trust)
        let request = SignInRequest(user: "asha", password: [112], code: [49])
        let reply = try await link.send(Self.bytes(.signIn(request), token: nil))
        #expect(try Reply(encoded: reply) == .signedOut)
        let seen = try #require(server.requests.first)
        #expect(seen.line == "POST /v1/session HTTP/1.1")
        #expect(seen.text == #"{"code":"MQ==","password":"cA==","user":"asha"}"#)
        #expect(seen.headers["content-type"] == "application/json")
        #expect(seen.headers["user-agent"] == "counterfoil/test")
        #expect(seen.headers["accept"] == "application/json, application/problem+json")
        #expect(seen.headers["authorization"] == nil)
        #expect(seen.headers["accept-encoding"] == nil)
    }

    @Test("methods, paths, queries and tokens are the route's, all on one connection")
    func routes() async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            while try connection.readRequest() != nil {
                try connection.answer(#"{"type":"done"}"#)
            }
        }
        let link = HTTPLink(port: server.port, files.trust)
        let feed = FeedRequest(cursor: nil, limit: 10, waitMilliseconds: 5)
        let requests: [Request] = [
            .signOut, .feed(feed), .intentStatus(Self.key), .cancelIntent(Self.key),
        ]
        for request in requests {
            #expect(try Reply(encoded: await link.send(Self.bytes(request))) == .done)
        }
        let expected = [
            "DELETE /v1/session", "GET /v1/sync/feed?limit=10&wait-ms=5",
            "GET /v1/intents/\(Self.key)", "POST /v1/intents/\(Self.key)/cancel",
        ]
        #expect(server.requests.map { "\($0.method) \($0.target)" } == expected)
        #expect(Set(server.requests.map { $0.headers["authorization"] }) == ["Bearer v1.a-b_c"])
        #expect(server.connectionCount == 1)
    }

    @Test("a problem comes back as the reply that holds it, with what it carries")
    func problem() async throws {
        let problem = Problem(code: .slowDown, retryAfterSeconds: 7)
        let answer = Reply.problem(problem).answer(trace: "0af7651916cd43dd8448eb211c80319c")
        let server = try ScriptedServer(tls: files.server()) { connection in
            while try connection.readRequest() != nil {
                try connection.answer(
                    String(decoding: answer.body, as: UTF8.self),
                    status: answer.status,
                    type: answer.contentType + "; charset=utf-8"
                )
            }
        }
        let link = HTTPLink(port: server.port, files.trust)
        let reply = try await link.send(Self.bytes(.signOut))
        #expect(try Reply(encoded: reply) == .problem(problem))
    }

    @Test("a reply with another status than 200 is read all the same")
    func otherStatus() async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            while try connection.readRequest() != nil {
                try connection.answer(#"{"type":"intent","state":"unknown"}"#, status: 404)
            }
        }
        let link = HTTPLink(port: server.port, files.trust)
        let reply = try await link.send(Self.bytes(.intentStatus(Self.key)))
        #expect(String(decoding: reply, as: UTF8.self).contains("unknown"))
    }

    @Test("a socket of this machine is spoken to without TLS")
    func unixSocket() async throws {
        let path = files.folder + "/bank.sock"
        let server = try ScriptedServer(socketPath: path) { connection in
            while try connection.readRequest() != nil {
                try connection.answer(#"{"type":"done"}"#)
            }
        }
        let link = HTTPLink(.socket(path: path))
        #expect(try Reply(encoded: await link.send(Self.bytes(.signOut))) == .done)
        #expect(server.requests.first?.headers["host"] == "localhost")
    }

    @Test("a terminal proves itself with its certificate")
    func mutualTLS() async throws {
        var settings = try files.server()
        settings.terminalAuthority = files.authority.certificate
        let server = try ScriptedServer(tls: settings) { connection in
            while try connection.readRequest() != nil {
                try connection.answer(#"{"type":"done"}"#)
            }
        }
        let trust = TLSFiles(authority: files.authorityPath, terminal: try files.terminal())
        let link = HTTPLink(port: server.port, trust)
        #expect(try Reply(encoded: await link.send(Self.bytes(.signOut))) == .done)
    }

    @Test("a proxy is asked for a tunnel, and sees nothing of what goes through it")
    func proxy() async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            while try connection.readRequest() != nil {
                try connection.answer(#"{"type":"done"}"#)
            }
        }
        let proxy = try ScriptedServer { connection in
            guard try connection.readRequest() != nil else { return }
            try connection.write("HTTP/1.1 200 OK\r\n\r\n")
            try connection.tunnel(to: server.port)
        }
        let address = try ProxyAddress("http://127.0.0.1:\(proxy.port)")
        let link = HTTPLink(port: server.port, files.trust, proxy: address)
        #expect(try Reply(encoded: await link.send(Self.bytes(.signOut))) == .done)
        let seen = try #require(proxy.requests.first)
        #expect(seen.line == "CONNECT 127.0.0.1:\(server.port) HTTP/1.1")
        #expect(seen.headers["authorization"] == nil)
    }

    @Test("a request that waits for news holds no other up")
    func sideBySide() async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            while let request = try connection.readRequest() {
                // The feed has no news for as long as the test runs.
                if request.target.hasPrefix("/v1/sync/feed") { return connection.readToEnd() }
                try connection.answer(#"{"type":"done"}"#)
            }
        }
        let link = HTTPLink(port: server.port, files.trust)
        let feed = FeedRequest(cursor: nil, limit: 1, waitMilliseconds: 25_000)
        let poll = Task { try await link.send(Self.bytes(.feed(feed))) }
        await server.waitForRequests(1)
        #expect(try Reply(encoded: await link.send(Self.bytes(.signOut))) == .done)
        poll.cancel()
        await #expect(throws: LinkError.noReply(.lineDown)) { try await poll.value }
    }

    @Test("with HTTP/2 they share one connection, and what is let go of does not close it")
    func multiplexed() async throws {
        var settings = try files.server()
        settings.offersHTTP2 = true
        let server = try ScriptedServer(tls: settings) { connection in
            guard connection.agreedProtocol == "h2" else { return }
            var line = try HTTP2Line(connection)
            // The first request, and with it the first stream, is never answered.
            while let stream = try line.readRequest() {
                if stream > 1 { try line.answer(#"{"type":"done"}"#, on: stream) }
            }
        }
        let link = HTTPLink(port: server.port, files.trust)
        let feed = FeedRequest(cursor: nil, limit: 1, waitMilliseconds: 25_000)
        let poll = Task { try await link.send(Self.bytes(.feed(feed))) }
        await server.waitForRequests(1)
        #expect(try Reply(encoded: await link.send(Self.bytes(.signOut))) == .done)
        poll.cancel()
        await #expect(throws: LinkError.noReply(.lineDown)) { try await poll.value }
        #expect(try Reply(encoded: await link.send(Self.bytes(.sessions))) == .done)
        #expect(server.connectionCount == 1)
        #expect(server.requests.map(\.line) == ["stream 1", "stream 3", "stream 5"])
    }
}
