import LedgerService
import Testing
import WireProtocol

@testable import LedgerHTTP

// Attack: bytes that belong to no head and no body: empty lines before a request, sizes of chunks with
// thousands of zeros, extensions and trailers without end.
// Expectation: what one request may bring in is bounded, whatever its bytes are, and a request line is
// written as the standard says.
// Method: the judge alone, byte by byte and at once; then over real sockets.

@Suite(.timeLimit(.minutes(10))) struct FramingJudgeTests {
    /// A head after which a body comes in chunks.
    static let chunked =
        "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n"

    /// Where it is their number that counts.
    private static let none: [UInt8] = []

    /// The refusal of some bytes, which come at once or one by one.
    private func refusal(_ text: String, oneByOne: Bool) -> ServerRefusal? {
        var judge = FramingJudge()
        let bytes = Array(text.utf8)
        if oneByOne {
            for byte in bytes { judge.judge([byte], count: 1) }
        } else {
            judge.judge(bytes, count: bytes.count)
        }
        return judge.refusal
    }

    @Test("the parts of a request line stand one space apart", arguments: [true, false])
    func spaces(oneByOne: Bool) {
        for line in ["GET / HTTP/1.1", "\r\n\r\nGET / HTTP/1.1"] {
            let text = line + "\r\nX:  a  b\r\n\r\n"
            #expect(refusal(text, oneByOne: oneByOne) == nil, "\(line)")
        }
        for line in ["GET  / HTTP/1.1", "GET /  HTTP/1.1", "\r\nGET   / HTTP/1.1"] {
            #expect(refusal(line + "\r\n\r\n", oneByOne: oneByOne) == .notHTTP, "\(line)")
        }
    }

    // Symptom: `GET /v1/sessions RTSP/1.1` was answered as if it were HTTP. Cause: the decoder tells the
    // numbers of a version, and takes the names of other protocols.
    @Test("a request names HTTP, in capitals, and no other protocol", arguments: [true, false])
    func protocols(oneByOne: Bool) {
        for version in ["HTTP/1.1", "HTTP/1.0", "HTTP/2.0"] {
            let text = "\r\nGET /HTTP/ \(version)\r\nX: RTSP/1.1\r\n\r\n"
            #expect(refusal(text, oneByOne: oneByOne) == nil, "\(version)")
        }
        for version in ["RTSP/1.1", "ICE/1.1", "http/1.1", "HTTPS/1.1", "HTTP", "XHTTP/1.1"] {
            let text = "GET / \(version)\r\nHost: a\r\n\r\n"
            #expect(refusal(text, oneByOne: oneByOne) == .notHTTP, "\(version)")
        }
    }

    @Test("a head with what comes before it, and a body with its chunks, have limits of their own")
    func limits() {
        var judge = FramingJudge()
        judge.judge(Self.none, count: FramingJudge.headByteLimit)
        #expect(judge.refusal == nil)
        judge.headEnded()
        judge.judge(Self.none, count: FramingJudge.chunkedByteLimit)
        #expect(judge.refusal == nil)
        judge.requestEnded()
        judge.judge(Self.none, count: FramingJudge.headByteLimit)
        #expect(judge.refusal == nil)
        var (head, body) = (judge, judge)
        head.judge(Self.none, count: 1)
        #expect(head.refusal == .notHTTP)
        body.headEnded()
        body.judge(Self.none, count: FramingJudge.chunkedByteLimit + 1)
        #expect(body.refusal == .bodyTooLong)
    }

    // Symptom: eight connections brought in a gigabyte and more each ten seconds. Cause: the decoder
    // counts fields and the bank bodies, and nobody the rest. Proof: each is answered and closed long
    // before its time is over.
    @Test(
        "empty lines, and sizes, extensions and trailers of chunks without end, are refused",
        arguments: [
            ("", "\r\n", 400),
            (chunked + "2;", "a", 413),
            (chunked, "0", 413),
            (chunked + "2\r\n{}\r\n", "1;a=b\r\n \r\n", 413),
        ] as [(String, String, Int)]
    )
    func floods(start: String, part: String, status: Int) async throws {
        let limit = status == 413 ? FramingJudge.chunkedByteLimit : FramingJudge.headByteLimit
        let flood = String(repeating: part, count: limit / part.utf8.count + 1)
        try await RunningServer.with(FakeBank()) { server in
            let peer = try await server.peer()
            // The refusal may come while this is still being sent.
            try? await peer.send(start + flood)
            let rest = String(decoding: await peer.rest(), as: UTF8.self)
            #expect(rest.hasPrefix("HTTP/1.1 \(status) "), "\(rest)")
        }
    }

    @Test("a body in chunks of one byte is taken, and some empty lines before a request")
    func lenient() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let peer = try await server.peer()
            let body = String(repeating: "1\r\n \r\n", count: 1_000)
            try await peer.send(Self.chunked + body + "2\r\n{}\r\n0\r\n\r\n")
            // It is read to its end, and found to lack fields.
            #expect(try await peer.answer().text.contains("is missing"))
            try await peer.send("\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await peer.answer().status == 200)
            await peer.close()
        }
    }
}
