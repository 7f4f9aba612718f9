import ClientService
@testable import ClientTransport
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

/// Goal: a stream brings every event once and in order, holds the line up when the reader is slow,
/// and says when the line is gone.
///
/// Method: a server that writes events as the test wants them cut.
struct StreamTests {
    private let files: TestFiles
    private static let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n"

    init() throws {
        files = try TestFiles()
    }

    private static func cursor(_ number: Int64) -> Cursor {
        Cursor(epoch: 1, feedSequence: number)
    }

    private static func heartbeat(_ number: Int) throws -> StreamEvent {
        .heartbeat(
            StreamHeartbeat(
                head: cursor(1),
                serverTime: Instant(nanosecondsSinceEpoch: Int64(number) * 1_000_000_000),
                lifeMilliseconds: 15_000
            )
        )
    }

    private static func checkpoint() throws -> StreamEvent {
        .checkpoint(
            StreamCheckpoint(
                cursor: cursor(7),
                head: cursor(7),
                root: nil,
                serverTime: .epoch
            )
        )
    }

    private func stream(
        _ server: ScriptedServer,
        after cursor: Cursor? = nil,
        limits: LinkLimits = LinkLimits()
    ) async throws -> LinkStream? {
        let link = HTTPLink(port: server.port, files.trust, limits: limits)
        return try await link.stream(token: HTTPLinkTests.token, after: cursor)
    }

    @Test("events come whole and in order, however the line cuts them")
    func pieces() async throws {
        let events = [try Self.heartbeat(1), try Self.checkpoint(), .control(.resume)]
        let bytes = events.flatMap { ServerSentEvent($0).encoded }
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write(Self.head)
            try connection.write(": hello\n\n")
            for byte in bytes { try connection.write([byte]) }
        }
        let stream = try #require(try await stream(server, after: Self.cursor(5)))
        var received: [StreamEvent] = []
        await #expect(throws: LinkError.noReply(.lineDown)) {
            for try await event in stream { received.append(event) }
        }
        #expect(received == events)
        let request = try #require(server.requests.first)
        #expect(request.line == "GET /v1/sync/stream HTTP/1.1")
        #expect(request.headers["accept"] == "text/event-stream, application/problem+json")
        #expect(request.headers["last-event-id"] == Self.cursor(5).text)
        #expect(request.headers["authorization"] == "Bearer v1.a-b_c")
    }

    @Test("a stream is open before its first event")
    func openAtHead() async throws {
        let (gate, open) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write(Self.head)
            connection.readToEnd()
            open.finish()
        }
        let opened = try await stream(server)
        #expect(opened != nil)
        _ = consume opened
        // Nobody holds the stream any more, so the server sees its connection end.
        for await _ in gate {}
    }

    @Test("a problem in place of a stream leaves it to the feed to say what it is")
    func problem() async throws {
        let answer = Reply.problem(Problem(code: .tokenExpired)).answer(trace: nil)
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.answer(
                String(decoding: answer.body, as: UTF8.self),
                status: answer.status,
                type: answer.contentType
            )
        }
        #expect(try await stream(server) == nil)
    }

    @Test("a stream that is none cannot be opened")
    func notAStream() async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.answer("<html>", type: "text/html")
        }
        await #expect(throws: LinkError.noReply(.answerUnreadable)) {
            _ = try await stream(server)
        }
    }

    @Test(
        "an event that is none of a bank's ends the stream",
        arguments: [
            "event: heartbeat\ndata: {}\n\n", "data: <html>\n\n",
            "event: delta\ndata: {\"control\":\"resume\",\"type\":\"control\"}\n\n",
        ]
    )
    func unreadable(text: String) async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write(Self.head + text)
            connection.readToEnd()
        }
        let stream = try #require(try await stream(server))
        await #expect(throws: LinkError.noReply(.answerUnreadable)) {
            for try await _ in stream {}
        }
    }

    @Test("a checkpoint whose place is told in two ways is not believed")
    func twoPlaces() async throws {
        let event = try Self.checkpoint()
        let forged = ServerSentEvent(
            kind: event.kind,
            id: Self.cursor(8).text,
            data: event.encoded
        )
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write(Self.head)
            try connection.write(forged.encoded)
            connection.readToEnd()
        }
        let stream = try #require(try await stream(server))
        await #expect(throws: LinkError.noReply(.answerUnreadable)) {
            for try await _ in stream {}
        }
    }

    @Test("a stream on which nothing comes is given up")
    func idle() async throws {
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write(Self.head)
            connection.readToEnd()
        }
        var limits = LinkLimits()
        limits.streamIdleMilliseconds = 100
        let stream = try #require(try await stream(server, limits: limits))
        await #expect(throws: LinkError.noReply(.timedOut)) {
            for try await _ in stream {}
        }
    }

    @Test("however much comes at once, every event is read, in order")
    func flood() async throws {
        let count = 5_000
        let bytes = try (0..<count).flatMap { try ServerSentEvent(Self.heartbeat($0)).encoded }
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write(Self.head)
            try connection.write(bytes)
            connection.readToEnd()
        }
        let stream = try #require(try await stream(server))
        var number = 0
        for try await event in stream {
            try #require(try event == Self.heartbeat(number))
            number += 1
            if number == count { break }
        }
        #expect(number == count)
    }

    @Test("a reader that stops leaves no more than it was promised behind it")
    func heldUp() async throws {
        let feed = EventQueue()
        #expect(feed.hasRoom())
        feed.put(try (0..<EventQueue.eventLimit).map(Self.heartbeat))
        #expect(!feed.hasRoom())
        let resumed = Once()
        for number in 0..<EventQueue.eventLimit / 2 {
            #expect(try await feed.next { _ = resumed.take() } == Self.heartbeat(number))
        }
        // Half of them read, there is room, and whoever waits for it has been told once.
        #expect(!resumed.take())
        #expect(feed.hasRoom())
        feed.finish(.noReply(.lineDown))
        for number in EventQueue.eventLimit / 2..<EventQueue.eventLimit {
            #expect(try await feed.next {} == Self.heartbeat(number))
        }
        await #expect(throws: LinkError.noReply(.lineDown)) { try await feed.next {} }
    }

    @Test("a reader that is cancelled hears nothing more, and the line is closed")
    func cancelled() async throws {
        let (gate, closed) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer(tls: files.server()) { connection in
            _ = try connection.readRequest()
            try connection.write(Self.head)
            connection.readToEnd()
            closed.finish()
        }
        let link = HTTPLink(port: server.port, files.trust)
        let (started, start) = AsyncStream<Void>.makeStream()
        let reader = Task {
            let stream = try await link.stream(token: HTTPLinkTests.token, after: nil)
            start.finish()
            var count = 0
            if let stream { for try await _ in stream { count += 1 } }
            return count
        }
        for await _ in started {}
        reader.cancel()
        #expect(try await reader.value == 0)
        for await _ in gate {}
    }
}
