import LedgerService
import Testing
import WireProtocol

@testable import LedgerHTTP

// Goal: a connection is answered one request at a time, in order, whatever one read brings in.
// Method: many requests in one write over real sockets; the cutting of bytes alone, at every place.

@Suite(.timeLimit(.minutes(10))) struct PipelineTests {
    private static let good = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let last = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    private static let long = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"

    private static let longField = String(
        repeating: "a",
        count: ServerLimits.headerFieldByteLimit + 1
    )

    /// What is written at once, and the statuses of the answers.
    static let orders: [(String, [Int])] = [
        (good + "XX\r\n\r\n", [200, 400]),
        (good + "GET / HTTP/1.0\r\n\r\n", [200, 400]),
        (
            good + good + "GET / HTTP/1.1\r\nHost: a\r\nX: \(longField)\r\n\r\n",
            [200, 200, 431]
        ),
        (
            String(repeating: good, count: 10) + "XX\r\n\r\n",
            [Int](repeating: 200, count: 10) + [400]
        ),
        (good + "GET /no/such HTTP/1.1\r\nHost: a\r\n\r\n" + last, [200, 404, 200]),
        (last, [200]),
        (last + good, [200]),
        (last + "\r\n", [200]),
        (last + "XX\r\n\r\n", [200]),
        (
            "POST /v1/session HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}" + good,
            [400]
        ),
        (
            "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n"
                + good,
            [200]
        ),
    ]

    @Test("no piece reaches into two requests, wherever a read ends")
    func cutting() {
        let requests = [
            ("GET /a HTTP/1.1\r\nHost: a\r\n\r\n", "", 0),
            ("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n", "{\r\n\r\n}", 6),
            (
                "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                "6\r\n\r\n\r\n{}\r\n0\r\n\r\n", 0
            ),
            (
                "POST /d HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                "2\r\n{}\r\n0\r\nX-Trailer: a\r\n\r\n", 0
            ),
            ("GET /e HTTP/1.1\r\nHost: a\r\n\r\n", "", 0),
        ]
        var (all, toldAtHeadEnd, ends) = ([UInt8](), [Int: Int](), Set<Int>())
        for (head, body, told) in requests {
            all += head.utf8
            toldAtHeadEnd[all.count] = told
            all += body.utf8
            ends.insert(all.count)
        }
        for split in 0...all.count {
            var cutter = RequestCutter()
            var (place, cuts) = (0, Set<Int>())
            for part in [all[..<split], all[split...]] {
                var rest = part
                while !rest.isEmpty {
                    let count = cutter.pieceByteCount(of: rest, count: rest.count)
                    rest = rest.dropFirst(count)
                    place += count
                    cuts.insert(place)
                    if let told = toldAtHeadEnd[place] { cutter.headEnded(bodyByteCount: told) }
                    if ends.contains(place) { cutter.requestEnded() }
                }
            }
            #expect(ends.isSubset(of: cuts), "a read of \(split) bytes")
        }
    }

    // Symptom: good requests before a bad one got no answer, nor one that asked for the end of the
    // connection where another followed, though its transfer was posted. Cause: all that one read
    // brought in was decoded at once, and what was wrong there ended the connection.
    // Proof: in one write, what is complete is answered in order, then what is wrong.
    @Test(
        "complete requests are answered in order before what is wrong after them, or after the last",
        arguments: orders
    )
    func order(bytes: String, statuses: [Int]) async throws {
        try await RunningServer.with(FakeBank()) { server in
            let network = try await server.peer()
            try await network.send(bytes)
            let overTLS = String(decoding: await network.rest(), as: UTF8.self)
            let socket = try DeafPeer(path: server.files.socketPath)
            socket.send(bytes)
            for text in [overTLS, await socket.rest()] {
                #expect(Self.statuses(in: text) == statuses)
                #expect(text.lowercased().contains("connection: close"))
            }
        }
    }

    @Test("many requests in one write are each answered, long answers too")
    func many() async throws {
        let count = 20
        try await RunningServer.with(FakeBank()) { server in
            let peer = try await server.peer()
            try await peer.send(String(repeating: Self.long, count: count))
            for _ in 0..<count {
                #expect(try await peer.answer().body == OpenAPIDocument.bytes)
            }
            try await peer.send(Self.last)
            #expect(try await peer.answer().status == 200)
            #expect(await peer.rest().isEmpty)
        }
    }

    // Symptom: six pipelined requests whose answers nobody read held a place for ever, and two
    // hundred on each of six hundred connections filled 11 GB. Cause: each was answered as soon as it
    // was there, and an open request stopped the clock. Proof: what the system's buffers take is
    // answered and no more, and the connection is closed when its time is over, and counted.
    @Test("answers that nobody reads are made one by one, and their connection is closed in time")
    func unread() async throws {
        var limits = ServerLimits.patient
        limits.readingMilliseconds = 300
        let requestCount = 200
        // As many as fit into the buffers of a Unix socket, and some.
        let answerLimit = 20
        try await RunningServer.with(FakeBank(), limits: limits) { server in
            let peer = try DeafPeer(path: server.files.socketPath)
            peer.send(String(repeating: Self.long, count: requestCount))
            await peer.untilClosed()
            let admin = try await Peer(.tcp(port: try #require(server.addresses.adminPort)))
            let page = try await admin.ask("GET", "/metrics").text
            #expect(page.contains("\ncounterfoil_connections_closed_total{reason=\"unread\"} 1\n"))
            let name = #"counterfoil_requests_total{route="openapi",status="200"} "#
            let line = page.split(separator: "\n").first { $0.hasPrefix(name) }
            let answered = try #require(line.flatMap { Int($0.dropFirst(name.count)) })
            #expect(answered <= answerLimit)
            await admin.close()
        }
    }

    @Test("more than is held back waits in the system's buffers, and is answered in its turn")
    func heldBack() async throws {
        let count = 3 * RequestFeed.heldByteLimit / Self.good.utf8.count
        let text = String(repeating: Self.good, count: count)
        try await RunningServer.with(FakeBank()) { server in
            let peer = try await server.peer()
            async let sent: Void = peer.send(text + Self.last)
            for _ in 0...count { #expect(try await peer.answer().status == 200) }
            try await sent
            #expect(await peer.rest().isEmpty)
        }
    }

    @Test("a peer that ends its side after some requests gets all their answers")
    func halfClosed() async throws {
        try await RunningServer.with(FakeBank()) { server in
            let peer = try DeafPeer(path: server.files.socketPath)
            peer.send(Self.good + Self.long + Self.good)
            peer.endSending()
            #expect(Self.statuses(in: await peer.rest()) == [200, 200, 200])
        }
    }

    @Test("what a peer that ends its side sent beyond the limit is dropped, and the rest answered")
    func dropped() async throws {
        let count = 2 * RequestFeed.dropByteLimit / Self.good.utf8.count
        try await RunningServer.with(FakeBank()) { server in
            let peer = try DeafPeer(path: server.files.socketPath)
            peer.send(Self.long + String(repeating: Self.good, count: count))
            peer.endSending()
            let statuses = Self.statuses(in: await peer.rest())
            // What is held back may end within a request, which is then none.
            #expect(statuses.dropLast().allSatisfy { $0 == 200 })
            #expect(statuses.count > RequestFeed.heldByteLimit / Self.good.utf8.count)
            #expect(statuses.count < count)
        }
    }

    @Test("a long poll is given up when its peer leaves, also with another request behind it")
    func abandonedPoll() async throws {
        let (asked, begun) = AsyncStream.makeStream(of: Void.self)
        let (ends, ending) = AsyncStream.makeStream(of: Bool.self)
        let bank = FakeBank(reply: { _ in
            begun.finish()
            let (never, _) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            ending.yield(Task.isCancelled)
            ending.finish()
            return .problem(Problem(code: .busy))
        })
        try await RunningServer.with(bank) { server in
            let peer = try await Peer(.socket(path: server.files.socketPath))
            try await peer.send(
                "GET /v1/sync/feed?limit=1&wait-ms=25000 HTTP/1.1\r\nHost: a\r\n\r\n" + Self.good
            )
            for await _ in asked {}
            await peer.close()
            let isCancelled = await ends.first { _ in true }
            #expect(isCancelled == true)
        }
    }

    /// The statuses of some answers, in order.
    private static func statuses(in text: String) -> [Int] {
        text.matches(of: #/HTTP/1\.1 (\d{3}) /#).compactMap { Int($0.output.1) }
    }
}
