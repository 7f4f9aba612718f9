import ClientService
import WireProtocol

/// The reader's end of a stream; the line is closed when it goes.
final class StreamReader: Sendable {
    private let feed: EventFeed
    private let ticket: TransferTicket
    /// Held, so that the line lives for as long as anybody reads from it.
    private let loop: TransferLoop

    init(_ feed: EventFeed, ticket: TransferTicket, loop: TransferLoop) {
        self.feed = feed
        self.ticket = ticket
        self.loop = loop
    }

    deinit {
        loop.cancel(ticket)
    }

    /// The next event; nil once the task was cancelled.
    ///
    /// - Throws: ``LinkError`` when the line has ended, after all that came over it.
    func next() async throws(LinkError) -> StreamEvent? {
        try await feed.next { loop.resume(ticket) }
    }
}
