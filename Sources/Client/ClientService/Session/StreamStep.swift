import WireProtocol

/// Next event of a stream, or its end.
enum StreamStep: Sendable {
    /// The bank sent this event.
    case event(StreamEvent)
    /// The stream ended, or was silent for too long.
    case ended(LinkCause)
    /// A more urgent event came first; the stream is closed.
    case interrupted

    static func next(of stream: LinkStream) async -> StreamStep {
        do {
            var iterator = stream.makeAsyncIterator()
            return try await iterator.next().map { .event($0) } ?? .ended(.lineDown)
        } catch {
            return .ended((error as? LinkError)?.cause ?? .lineDown)
        }
    }
}
