import BankTestKit
import NIOSSL
import Testing
import WireProtocol

@testable import LedgerHTTP
@testable import LedgerService

// Goal: choices that HTTP and TLS leave open are fixed: methods, hosts, tokens, ciphers.
// Method: requests byte for byte against a server on free ports.

@Suite(.timeLimit(.minutes(10))) struct HTTPRuleTests {
    @Test("where GET works HEAD does, without the body, and the connection stays")
    func head() async throws {
        let bank = FakeBank(reply: { _ in .sessions([]) })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            for path in ["/healthz", "/openapi.json", "/v1/sessions"] {
                try await peer.send("HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                let head = try await peer.head()
                #expect(head.status == 200)
                let length = try await peer.ask("GET", path).headers["content-length"]
                #expect(head.headers["content-length"] == length)
            }
            await peer.close()
        }
    }

    // Symptom: after the head a last chunk was sent. Cause: the encoder ends every body whose length
    // is not told. Proof: nothing follows the head.
    @Test("HEAD of the stream tells its kind, opens none, sends no body and ends the connection")
    func headOfStream() async throws {
        let bank = FakeBank(events: { _ in
            Issue.record("a stream was opened")
            return .failure(StreamRefused(problem: Problem(code: .busy)))
        })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            try await peer.send("HEAD /v1/sync/stream HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try await peer.head()
            #expect(head.status == 200)
            #expect(head.headers["content-type"] == ServerSentEvent.contentType)
            #expect(head.headers["connection"] == "close")
            #expect(await peer.rest().isEmpty)
        }
    }

    @Test("the scheme of a token is read in either case")
    func scheme() async throws {
        let bank = FakeBank(reply: { _ in .sessions([]) })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            let header = "Authorization: bEARER abc"
            #expect(try await peer.ask("GET", "/v1/sessions", headers: [header]).status == 200)
            await peer.close()
        }
        #expect(bank.requests.map(\.envelope.token) == [Array("abc".utf8)])
    }

    // Attack: bodies are sent without a token, to keep the bank reading.
    @Test("a token is judged before the body, which nobody asks for then")
    func tokenFirst() async throws {
        let bank = FakeBank(verdict: { _ in .refused(Problem(code: .sessionEnded)) })
        try await RunningServer.with(bank) { server in
            for expectation in ["", "Expect: 100-continue\r\n"] {
                let peer = try await server.peer()
                try await peer.send(
                    "POST /v1/sync/reconcile HTTP/1.1\r\nHost: a\r\n" + expectation
                        + "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n"
                )
                let answer = try await peer.answer()
                #expect(answer.status == 401)
                #expect(try Problem(httpBody: answer.body).code == .sessionEnded)
                #expect(await peer.rest().isEmpty)
            }
        }
        #expect(bank.requests.isEmpty)
    }

    // Attack: a page in the operator's browser has its own name resolved to 127.0.0.1.
    @Test("pages for the operator are for this host's own names only")
    func rebinding() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let port = try #require(server.addresses.adminPort)
            for (host, status) in [
                ("localhost:\(port)", 200), ("127.0.0.1", 200), ("[::1]", 200),
                ("evil.example", 421),
                ("127.0.0.1.evil.example", 421),
            ] {
                let admin = try await Peer(.tcp(port: port))
                try await admin.send("GET /metrics HTTP/1.1\r\nHost: \(host)\r\n\r\n")
                #expect(try await admin.answer().status == status, "\(host)")
                await admin.close()
            }
        }
    }

    // Symptom: a target with another host was answered where `Host` was right. Cause: `Host` alone
    // was looked at. Source: RFC 9112 §3.2.2, the target's authority stands for it.
    @Test("a target that names a host is for that host, whatever the field says")
    func absoluteTarget() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let port = try #require(server.addresses.adminPort)
            for (authority, host, status) in [
                ("localhost", "localhost", 200), ("127.0.0.1:\(port)", "evil.example", 200),
                ("evil.example", "localhost", 421), ("evil@localhost", "localhost", 400),
                ("", "localhost", 400),
            ] {
                let admin = try await Peer(.tcp(port: port))
                try await admin.send(
                    "GET http://\(authority)/metrics HTTP/1.1\r\nHost: \(host)\r\n\r\n"
                )
                #expect(try await admin.answer().status == status, "\(authority), \(host)")
                await admin.close()
            }
        }
    }

    // Symptom: `application/json;charset=UTF-8` was refused. Cause: two texts were compared whole.
    // Source: RFC 9110 §8.3.1 and §5.6.6.
    @Test("a media type is read as one, and its only parameter is the character set")
    func mediaTypes() {
        for type in [
            "application/json", "Application/JSON", "application/json;charset=UTF-8",
            "application/json ;\tCharset=utf-8", "application/json; charset=\"UTF-8\"",
            "application/json;",
        ] {
            #expect(BodyReader.isJSON(type), "\(type)")
        }
        for type in [
            "", ";", "text/plain", "application/jsonx", "application/json; charset=latin1",
            "application/json; charset", "application/json; version=2", "application/json, text/a",
            "application /json",
        ] {
            #expect(!BodyReader.isJSON(type), "\(type)")
        }
    }

    // Attack: one address asks for pages without end, which cost it no token.
    // Expectation: beyond the limit of its address it is told to wait, and the operator's port is not.
    @Test("pages and requests that never reach the bank count for their address")
    func outsideLimit() async throws {
        let slowDown = Problem(code: .slowDown, retryAfterSeconds: 3)
        let bank = FakeBank(outsideProblem: { slowDown })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            for path in ["/healthz", "/openapi.json", "/no/such/path", "/v1/sync/feed?a=b"] {
                let answer = try await peer.ask("GET", path)
                #expect(answer.status == 429, "\(path)")
                #expect(answer.headers["retry-after"] == "3")
            }
            #expect(try await peer.ask("GET", "/v1/sessions").status != 429)
            let admin = try await Peer(.tcp(port: try #require(server.addresses.adminPort)))
            for path in ["/healthz", "/metrics"] {
                #expect(try await admin.ask("GET", path).status == 200)
            }
            for peer in [peer, admin] { await peer.close() }
        }
    }

    @Test("TLS 1.2 is spoken with suites that authenticate what they encrypt, and no other")
    func suites() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let line = Peer.Line.tls(
                port: server.addresses.port,
                trusting: server.files.authorityPath,
                device: nil
            )
            let good = try await Peer(line) { configuration in
                configuration.maximumTLSVersion = .tlsv12
            }
            #expect(try await good.ask("GET", "/healthz").status == 200)
            await good.close()
            let bad = try await Peer(line) { configuration in
                configuration.maximumTLSVersion = .tlsv12
                configuration.cipherSuiteValues = [
                    .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, .TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
                    .TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, .TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
                ]
            }
            // The refusal may come while this is still being sent.
            try? await bad.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await bad.rest().isEmpty)
        }
    }
}
