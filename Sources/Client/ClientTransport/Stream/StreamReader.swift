import ClientService
import WireProtocol

/// Reading end of a stream; its connection is closed when the reader is released.
final class StreamReader: Sendable {
    private let feed: EventQueue
    private let ticket: TransferTicket
    /// Keeps the loop alive as long as anybody reads from it.
    private let loop: TransferLoop

    init(_ feed: EventQueue, ticket: TransferTicket, loop: TransferLoop) {
        self.feed = feed
        self.ticket = ticket
        self.loop = loop
    }

    deinit {
        loop.cancel(ticket)
    }

    /// Returns the next event; nil once the task was cancelled.
    ///
    /// - Throws: ``LinkError`` when the connection has ended, after all received events.
    func next() async throws(LinkError) -> StreamEvent? {
        try await feed.next { loop.resume(ticket) }
    }
}
