import LedgerHTTP
import LedgerService
import SyncCore
import Testing
import WireProtocol

// Goal: a peer that is slow or leaves holds nothing for long.
// Method: limits of a few milliseconds; every wait here is for the server to act, and ends with it.

@Suite(.timeLimit(.minutes(10))) struct SlowPeerTests {
    @Test("a peer that sends nothing is closed, before and after its first request")
    func silence() async throws {
        var limits = ServerLimits.patient
        limits.firstByteMilliseconds = 2_000
        // Long enough that a busy machine can shake hands within it.
        limits.firstRequestMilliseconds = 2_000
        try await RunningServer.with(FakeBank(), limits: limits) { server in
            let plain = try await Peer(.tcp(port: server.addresses.port))
            let shaken = try await server.peer()
            #expect(await plain.rest().isEmpty)
            #expect(await shaken.rest().isEmpty)
        }
        limits = .patient
        limits.nextRequestMilliseconds = 20
        try await RunningServer.with(FakeBank(), limits: limits) { server in
            let peer = try await server.peer()
            #expect(try await peer.ask("GET", "/healthz").status == 200)
            #expect(await peer.rest().isEmpty)
        }
    }

    @Test("a head that does not end is not waited for")
    func slowHead() async throws {
        var limits = ServerLimits.patient
        limits.firstRequestMilliseconds = 50
        try await RunningServer.with(FakeBank(), limits: limits) { server in
            // Without a handshake, for which a loaded machine may need longer than that.
            let peer = try await Peer(
                .socket(path: server.files.socketPath),
                opening: "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: "
            )
            #expect(await peer.rest().isEmpty)
        }
    }

    @Test("a head that comes byte by byte gets no more time with each byte")
    func tricklingHead() async throws {
        var limits = ServerLimits.patient
        limits.firstRequestMilliseconds = 10
        try await RunningServer.with(FakeBank(), limits: limits) { server in
            let peer = try await Peer(
                .socket(path: server.files.socketPath),
                opening: "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: "
            )
            // As many bytes as the field may have take several times as long as the head may.
            var wasClosed = false
            for _ in 0..<4_000 where !wasClosed {
                do {
                    try await peer.send("a")
                } catch {
                    wasClosed = true
                }
            }
            #expect(wasClosed)
        }
    }

    @Test("a body that stops coming is answered 408 and the line closed")
    func slowBody() async throws {
        var limits = ServerLimits.patient
        limits.bodyMilliseconds = 20
        let bank = FakeBank()
        try await RunningServer.with(bank, limits: limits) { server in
            let peer = try await server.peer()
            try await peer.send(
                "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 10\r\n\r\n{"
            )
            let answer = try await peer.answer()
            #expect(answer.status == 408)
            #expect(try Problem(httpBody: answer.body).code == .malformed)
            #expect(await peer.rest().isEmpty)
        }
        #expect(bank.requests.isEmpty)
    }

    @Test("a long poll whose console leaves is given up")
    func abandonedPoll() async throws {
        let (asked, begun) = AsyncStream.makeStream(of: Void.self)
        let (ends, ending) = AsyncStream.makeStream(of: Bool.self)
        let bank = Self.bankThatWaits(begun, ending)
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            try await peer.send(
                "GET /v1/sync/feed?limit=1&wait-ms=25000 HTTP/1.1\r\nHost: a\r\n\r\n"
            )
            for await _ in asked {}
            await peer.close()
            // Here and not after the stop, which would give it up as well.
            let isCancelled = await ends.first { _ in true }
            #expect(isCancelled == true)
        }
        #expect(bank.requests.count == 1)
    }

    @Test("a stop lets a request end, takes no other, and gives up long polls at once")
    func gracefulStop() async throws {
        let (asked, begun) = AsyncStream.makeStream(of: Void.self)
        let bank = FakeBank(reply: { envelope in
            guard case .feed = envelope.request else { return .sessions([]) }
            begun.finish()
            let (never, _) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            return .feed(
                FeedReply(
                    batch: FeedBatch(
                        changes: [],
                        cursor: ContractSamples.cursor,
                        head: ContractSamples.cursor
                    ),
                    serverTime: ContractSamples.time
                )
            )
        })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            let idle = try await server.peer()
            #expect(try await idle.ask("GET", "/v1/sessions").status == 200)
            try await peer.send(
                "GET /v1/sync/feed?limit=1&wait-ms=25000 HTTP/1.1\r\nHost: a\r\n\r\n"
            )
            for await _ in asked {}
            await server.stop()
            #expect(try await peer.answer().status == 200)
            #expect(await peer.rest().isEmpty)
            #expect(await idle.rest().isEmpty)
        }
    }

    @Test("while the server stops it says that it is not ready")
    func notReady() async throws {
        let (asked, begun) = AsyncStream.makeStream(of: Void.self)
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let bank = FakeBank(reply: { _ in
            begun.finish()
            for await _ in gate {}
            return .sessions([])
        })
        try await RunningServer.with(bank) { server in
            let idle = try await server.peer()
            #expect(try await idle.ask("GET", "/readyz").status == 200)
            let peer = try await server.peer()
            try await peer.send("GET /v1/sessions HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in asked {}
            await server.stop()
            // It is closed when the stop has begun.
            #expect(await idle.rest().isEmpty)
            let admin = try await Peer(.tcp(port: try #require(server.addresses.adminPort)))
            #expect(try await admin.ask("GET", "/readyz").status == 503)
            opening.finish()
            #expect(try await peer.answer().status == 200)
            await admin.close()
        }
    }

    @Test("what has not ended when the time for a stop is over is cut off")
    func hardStop() async throws {
        var limits = ServerLimits.patient
        limits.drainMilliseconds = 20
        let (asked, begun) = AsyncStream.makeStream(of: Void.self)
        let (ends, ending) = AsyncStream.makeStream(of: Bool.self)
        let bank = Self.bankThatWaits(begun, ending)
        try await RunningServer.with(bank, limits: limits) { server in
            let peer = try await server.peer()
            try await peer.send("GET /v1/sessions HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in asked {}
            await server.stop()
            let isCancelled = await ends.first { _ in true }
            #expect(isCancelled == true)
            _ = await peer.rest()
        }
        #expect(bank.requests.count == 1)
    }

    /// A bank that answers nothing before it is cancelled, and tells whether it was.
    private static func bankThatWaits(
        _ begun: AsyncStream<Void>.Continuation,
        _ ending: AsyncStream<Bool>.Continuation
    ) -> FakeBank {
        FakeBank(reply: { _ in
            begun.finish()
            let (never, _) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            ending.yield(Task.isCancelled)
            ending.finish()
            return .problem(Problem(code: .busy))
        })
    }
}
