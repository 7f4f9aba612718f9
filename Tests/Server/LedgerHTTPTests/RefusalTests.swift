import CoreVocabulary
import LedgerService
import SyncCore
import Testing
import WireProtocol

@testable import LedgerHTTP

// Goal: a request outside the API is refused in one form, before the bank sees it.
// Method: damaged requests, byte for byte; the connection must stay usable or be closed, as said.

@Suite(.timeLimit(.minutes(10))) struct RefusalTests {
    private static let key = IntentKey(rawValue: 7)

    @Test("a path that is not of the API is answered 404 as a problem")
    func unknownPath() async throws {
        for path in ["/", "/v1", "/v1/session/", "/v1//session", "/v2/session", "/v1/%73ession"] {
            try await refused("GET", path, status: 404, code: .notFound)
        }
    }

    @Test("a method that the path does not have is answered 405 with those that it has")
    func wrongMethod() async throws {
        let answer = try await refused("PATCH", "/v1/session", status: 405, code: .malformed)
        #expect(answer.headers["allow"] == "POST, DELETE")
        let options = try await refused("OPTIONS", "/v1/sync/feed", status: 405, code: .malformed)
        #expect(options.headers["allow"] == "GET, HEAD")
        try await refused("POST", "/healthz", status: 405, code: .malformed)
        try await refused("HEAD", "/v1/session", status: 405, code: .malformed, hasBody: false)
    }

    @Test("a body that is not announced as JSON is answered 415")
    func contentType() async throws {
        for type in [
            "text/plain", "application/json; charset=latin1", "application/x-www-form-urlencoded",
        ] {
            let headers = ["Content-Type: \(type)", "Content-Length: 2"]
            try await refused(
                "POST",
                "/v1/session",
                headers: headers,
                rawBody: "{}",
                status: 415,
                code: .malformed
            )
        }
    }

    @Test(
        "a body that is no strict JSON of the request is answered 400 with what is wrong",
        arguments: [
            ("{", "not strict JSON"), (#"{"user":1.5}"#, "not strict JSON"),
            (#"{"user":"a","user":"b"}"#, "a name stands twice in one object"), ("[]", "'body'"),
            (#"{"user":"a"}"#, "'password' is missing"),
            (#"{"user":"a","password":"","code":"","role":"admin"}"#, "does not have"),
            (String(repeating: "[", count: 17), "nested too deeply"),
        ]
    )
    func body(text: String, detail: String) async throws {
        let answer = try await refused(
            "POST",
            "/v1/session",
            headers: ["Content-Type: application/json", "Content-Length: \(text.utf8.count)"],
            rawBody: text,
            status: 400,
            code: .malformed
        )
        #expect(answer.text.contains(detail), "\(answer.text)")
        #expect(!answer.text.contains("admin"))
        // Names of our own types and cases are nobody's business.
        #expect(answer.text.firstMatch(of: /[a-z][A-Z]/) == nil, "\(answer.text)")
    }

    @Test("a query that is not well formed, unknown or double is answered 400")
    func query() async throws {
        for query in [
            "limit", "limit=%4", "limit=%zz", "limit=5&wait-ms=0&limit=5", "limit=5&wait-ms=0&a=b",
            "limit=05&wait-ms=0", "limit=5&wait-ms=0&", "limit=5&wait-ms=%FF",
        ] {
            try await refused("GET", "/v1/sync/feed?\(query)", status: 400, code: .malformed)
        }
    }

    @Test("a body where none belongs is answered 400", arguments: ["/v1/sessions", "/healthz"])
    func strayBody(path: String) async throws {
        try await refused(
            "GET",
            path,
            headers: ["Content-Length: 2"],
            rawBody: "{}",
            status: 400,
            code: .malformed
        )
        try await refused(
            "GET",
            path,
            headers: ["Transfer-Encoding: chunked"],
            rawBody: "2\r\n{}\r\n0\r\n\r\n",
            status: 400,
            code: .malformed
        )
    }

    @Test("a body over the limit is answered 413, whether its length is announced or not")
    func longBody() async throws {
        let long = String(repeating: " ", count: StrictJSON.requestByteLimit + 1)
        try await refused(
            "POST",
            "/v1/session",
            headers: ["Content-Type: application/json", "Content-Length: \(long.utf8.count)"],
            rawBody: "",
            status: 413,
            code: .malformed,
            closes: true
        )
        let chunk = String(long.utf8.count, radix: 16) + "\r\n" + long + "\r\n"
        try await refused(
            "POST",
            "/v1/session",
            headers: ["Content-Type: application/json", "Transfer-Encoding: chunked"],
            rawBody: chunk,
            status: 413,
            code: .malformed,
            closes: true
        )
    }

    @Test("header fields over the limits are answered 431, and the connection is closed")
    func longHeaders() async throws {
        let long = String(repeating: "a", count: ServerLimits.headerFieldByteLimit + 1)
        try await refused(
            "GET",
            "/v1/sessions",
            headers: ["X: \(long)"],
            status: 431,
            code: .malformed,
            closes: true
        )
        let many = (0...ServerLimits.headerFieldCountLimit).map { "X-\($0): 1" }
        try await refused(
            "GET",
            "/v1/sessions",
            headers: many,
            status: 431,
            code: .malformed,
            closes: true
        )
    }

    @Test(
        "bytes that two readers could take for different requests are refused and the line closed",
        arguments: [
            "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}",
            "POST /v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n{}",
            "GET /v1/sessions HTTP/1.1\nHost: a\n\n",
            "GET /v1/sessions HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n",
            "GET /v1/sessions HTTP/1.1\r\nHost : a\r\n\r\n",
            "GET /v1/sessions HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n",
            "GET  /v1/sessions HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /v1/sessions  HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /v1/sessions HTTP/9.9\r\nHost: a\r\n\r\n",
            "GET /v1/sessions HTTP/1.0\r\nHost: a\r\n\r\n",
            "GET /v1/sessions HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n",
            "GET /v1/sessions HTTP/2.0\r\nHost: a\r\n\r\n",
            "GET /v1/sessions RTSP/1.1\r\nHost: a\r\n\r\n",
            "GET /v1/sessions HTTP/1.1\r\n\r\n",
            "GET /v1/sessions HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
            "GET /v1/sessions HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /v1/sessions HTTP/1.1\r\nHost:\r\n\r\n",
            "GET /v1/sessions HTTP/1.1\r\nHost: a, b\r\n\r\n",
            "GET /v1/sessions HTTP/1.1\r\nHost: user@a\r\n\r\n",
            "GET /v1/sessions HTTP/1.1\r\nHost: a:port\r\n\r\n",
            "GET /v1/sessions HTTP/1.1\r\nHost: a/b\r\n\r\n",
            "POST /v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "POST /v1/session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "\u{16}\u{3}\u{1}nonsense\r\n\r\n",
        ]
    )
    func smuggling(bytes: String) async throws {
        let bank = FakeBank()
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            try await peer.send(bytes)
            let rest = String(decoding: await peer.rest(), as: UTF8.self)
            #expect(rest.hasPrefix("HTTP/1.1 400 "), "\(rest)")
            #expect(rest.contains("urn:counterfoil:problem:malformed"))
        }
        #expect(bank.requests.isEmpty)
    }

    @Test(
        "a bad chunk is refused, and the line closed",
        arguments: ["zz\r\n", "2\r\n{}XX", "-2\r\n{}\r\n", "2\n{}\r\n0\r\n\r\n"]
    )
    func badChunk(chunk: String) async throws {
        let bank = FakeBank()
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            try await peer.send(
                "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + chunk
            )
            let rest = String(decoding: await peer.rest(), as: UTF8.self)
            #expect(rest.hasPrefix("HTTP/1.1 400 "), "\(rest)")
        }
        #expect(bank.requests.isEmpty)
    }

    @Test("every answer says when it was made")
    func date() throws {
        let date = UTCTime.httpDate(secondsSinceEpoch: 784_111_777)
        #expect(date == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test("plain HTTP on the TLS port is told so in words, and closed")
    func plainOnTLS() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let peer = try await Peer(.tcp(port: server.addresses.port))
            try await peer.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            let rest = String(decoding: await peer.rest(), as: UTF8.self)
            #expect(rest.contains("This port speaks HTTPS only"))
        }
    }

    /// Sends one request and holds the refusal against what is expected; on the same connection a
    /// good request must still be answered, unless it is to be closed.
    @discardableResult
    private func refused(
        _ method: String,
        _ target: String,
        headers: [String] = [],
        rawBody: String = "",
        status: Int,
        code: Problem.Code,
        closes: Bool = false,
        hasBody: Bool = true
    ) async throws -> Peer.Answer {
        let bank = FakeBank()
        let answer = try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            let head = ["\(method) \(target) HTTP/1.1", "Host: localhost"] + headers
            try await peer.send(head.joined(separator: "\r\n") + "\r\n\r\n" + rawBody)
            let answer = hasBody ? try await peer.answer() : try await peer.head()
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(answer.headers["server"] == nil)
            #expect(answer.headers["date"] != nil)
            if hasBody {
                #expect(answer.headers["content-type"] == HTTPAnswer.problemType)
                #expect(try Problem(httpBody: answer.body).code == code)
            }
            if closes {
                #expect(answer.headers["connection"] == "close")
                #expect(await peer.rest().isEmpty)
            } else {
                #expect(bank.requests.isEmpty)
                #expect(try await peer.ask("GET", "/healthz").status == 200)
            }
            await peer.close()
            return answer
        }
        return answer
    }
}
