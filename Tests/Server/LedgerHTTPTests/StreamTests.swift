import BankTestKit
import CoreVocabulary
import LedgerHTTP
import LedgerService
import SyncCore
import Testing
import WireProtocol

// Goal: a stream tells what the bank tells, goes on where it broke, and ends when the server stops.
// Method: a bank that tells what a test says, and the true one.

@Suite(.timeLimit(.minutes(10))) struct StreamTests {
    private static let cursor = Cursor(epoch: 1, feedSequence: 5)
    private static let heartbeat = StreamEvent.heartbeat(
        StreamHeartbeat(
            head: cursor,
            serverTime: ContractSamples.time,
            lifeMilliseconds: 15_000
        )
    )

    @Test("the true bank's feed comes as events, a checkpoint after the changes")
    func trueBank() async throws {
        let bank = try await TestBank.open()
        try await RunningServer.with(bank.bank) { server in
            let peer = try await server.peer()
            let token = try await peer.signIn("asha", at: bank)
            let events = try await peer.openStream(token: token)
            let first = try await events.next()
            guard case .delta(let batch) = first else {
                Issue.record("not a delta: \(String(describing: first))")
                return
            }
            #expect(!batch.changes.isEmpty)
            guard case .checkpoint(let checkpoint) = try await events.next() else {
                Issue.record("no checkpoint")
                return
            }
            #expect(checkpoint.cursor == batch.cursor)
            await peer.close()
        }
    }

    @Test("the events are the bank's, in its order, and the stream ends with them")
    func order() async throws {
        let told: [StreamEvent] = [Self.heartbeat, .control(.epochChanged)]
        let bank = FakeBank(events: { _ in .success(Self.stream(told, isOver: true)) })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            let events = try await peer.openStream(token: "a")
            for event in told { #expect(try await events.next() == event) }
            #expect(try await events.next() == nil)
            #expect(try await peer.ask("GET", "/healthz").status == 200)
            await peer.close()
        }
    }

    @Test("Last-Event-ID names the cursor to go on after; what is no cursor is refused")
    func lastEvent() async throws {
        let bank = FakeBank(events: { cursor in
            .success(Self.stream(cursor == Self.cursor ? [Self.heartbeat] : [], isOver: true))
        })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            let events = try await peer.openStream(token: "a", after: Self.cursor.text)
            #expect(try await events.next() == Self.heartbeat)
            #expect(try await events.next() == nil)
            let answer = try await peer.ask(
                "GET",
                "/v1/sync/stream",
                headers: ["Last-Event-ID: v1.zz"]
            )
            #expect(answer.status == 409)
            #expect(try Problem(httpBody: answer.body).code == .cursorInvalid)
            await peer.close()
        }
    }

    @Test("a stream that the bank refuses is answered with its problem")
    func refused() async throws {
        let bank = try await TestBank.open()
        try await RunningServer.with(bank.bank) { server in
            let peer = try await server.peer()
            let answer = try await peer.ask("GET", "/v1/sync/stream", token: "nobody")
            #expect(answer.status == 401)
            #expect(answer.headers["www-authenticate"] == #"Bearer realm="counterfoil""#)
            #expect(try Problem(httpBody: answer.body).code == .sessionEnded)
            await peer.close()
        }
    }

    @Test("when the server stops, an open stream is told to come back, and ends")
    func stop() async throws {
        let bank = FakeBank(events: { _ in .success(Self.stream([Self.heartbeat], isOver: false)) })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            let events = try await peer.openStream(token: "a")
            #expect(try await events.next() == Self.heartbeat)
            await server.stop()
            #expect(try await events.next() == .control(.resume))
            #expect(try await events.next() == nil)
            #expect(await peer.rest().isEmpty)
        }
    }

    @Test("when the console leaves, the bank is not asked for more")
    func peerLeaves() async throws {
        let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
        let bank = FakeBank(events: { _ in
            let (stream, events) = AsyncStream.makeStream(of: StreamEvent.self)
            events.onTermination = { _ in continuation.finish() }
            events.yield(Self.heartbeat)
            return .success(stream)
        })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            let events = try await peer.openStream(token: "a")
            #expect(try await events.next() == Self.heartbeat)
            await peer.close()
            for await _ in ended {}
        }
    }

    /// A stream of some events, which ends after them or stays silent.
    private static func stream(_ events: [StreamEvent], isOver: Bool) -> AsyncStream<StreamEvent> {
        AsyncStream { continuation in
            for event in events { continuation.yield(event) }
            if isOver { continuation.finish() }
        }
    }
}

extension Peer {
    /// Opens a stream and reads up to its first event.
    func openStream(token: String, after cursor: String? = nil) async throws -> Events {
        var lines = ["GET /v1/sync/stream HTTP/1.1", "Host: localhost"]
        lines.append("Authorization: Bearer \(token)")
        if let cursor { lines.append("Last-Event-ID: \(cursor)") }
        try await send(lines.joined(separator: "\r\n") + "\r\n\r\n")
        let head = try await head()
        try #require(head.status == 200)
        #expect(head.headers["content-type"] == ServerSentEvent.contentType)
        #expect(head.headers["cache-control"] == "no-store")
        return Events(peer: self)
    }

    /// The events of a stream.
    actor Events {
        private let peer: Peer
        private var parser = ServerSentEventParser()
        private var ready: [ServerSentEvent] = []

        init(peer: Peer) {
            self.peer = peer
        }

        /// The next event; nil at the end.
        func next() async throws -> StreamEvent? {
            while ready.isEmpty {
                guard let chunk = try await peer.chunk() else { return nil }
                ready += try parser.receive(chunk)
            }
            return try StreamEvent(encoded: ready.removeFirst().data)
        }
    }
}
