import HummingbirdCore
import LedgerService
import NIOCore
import ServiceLifecycle
import SyncCore
import WireProtocol

/// Writes an answer to the peer.
///
/// A stream ends with its events, its peer, its terminal's certificate, or the server.
struct AnswerWriter: Sendable {
    let observer: RequestObserver
    let facts: ConnectionFacts
    let bank: any BankFront
    /// The terminal that the peer had proved when it sent the request; nil if none.
    let terminal: String?

    /// True while the peer's certificate still proves the same terminal.
    private var staysAtTerminal: Bool {
        facts.origin(at: bank.clockTime).terminal == terminal
    }

    @concurrent
    func write(
        _ answer: ServerAnswer,
        _ trace: TraceContext,
        _ entry: RequestObserver.Entry,
        hasBody: Bool,
        to writer: consuming ResponseWriter
    ) async throws {
        let head = answer.head(trace)
        switch answer.body {
        case .bytes(let bytes):
            // Noted before it is sent, so that the metrics include every answer a peer has seen.
            observer.end(entry, status: answer.status)
            guard hasBody else { return try await writer.writeResponse(head) }
            let body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            try await writer.write(response: head, body: body)
        case .stream(let events):
            defer { observer.end(entry, status: answer.status) }
            guard hasBody else { return try await writer.writeResponse(head) }
            let number = observer.metrics.streamOpened()
            defer { observer.metrics.streamClosed(number) }
            let body = ResponseBody { writer in try await relay(events, number, to: &writer) }
            try await writer.write(response: head, body: body)
        }
    }

    /// Sends events as they come; at the end of the server or the proof, the order to reconnect.
    @concurrent
    private func relay(
        _ events: AsyncStream<StreamEvent>,
        _ number: UInt64,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        let pull = StreamPull(events)
        while true {
            let next = await facts.whilePeerStays {
                await cancelWhenGracefulShutdown { await pull.next() }
            }
            guard let event = next, staysAtTerminal else { break }
            try await writer.write(ByteBuffer(bytes: ServerSentEvent(event).encoded))
            if case .checkpoint(let checkpoint) = event {
                observer.metrics.stream(number, isAt: checkpoint.cursor.feedSequence)
            }
        }
        if await !pull.hasEnded {
            let event = ServerSentEvent(StreamEvent.control(.resume))
            try await writer.write(ByteBuffer(bytes: event.encoded))
        }
        try await writer.finish(nil)
    }
}

/// The single reader of a stream of events.
private actor StreamPull {
    private var iterator: AsyncStream<StreamEvent>.Iterator
    private(set) var hasEnded = false

    init(_ events: AsyncStream<StreamEvent>) { iterator = events.makeAsyncIterator() }

    /// Returns the next event, or nil at the end or if the task is cancelled.
    func next() async -> StreamEvent? {
        var iterator = iterator
        let event = await iterator.next(isolation: self)
        self.iterator = iterator
        if event == nil, !Task.isCancelled { hasEnded = true }
        return event
    }
}
