import CoreVocabulary

/// Events for the one listener of a client, and what it was last told.
final class ClientEvents {
    /// Maximum number of events that wait for a slow listener.
    ///
    /// Older ones are dropped, because each only says what to ask for again.
    private static let limit = 64

    /// True if the listener has still to be told of the status.
    var isStatusStale = false
    private var listener: AsyncStream<ClientEvent>.Continuation?
    /// Minute since 1970 of the last contact that the listener was told of.
    private var toldContactMinute: Int64?

    /// Returns the stream of a new listener, which replaces the one before.
    func listen() -> AsyncStream<ClientEvent> {
        listener?.finish()
        let (stream, continuation) = AsyncStream.makeStream(
            of: ClientEvent.self,
            bufferingPolicy: .bufferingNewest(Self.limit)
        )
        listener = continuation
        return stream
    }

    func emit(_ event: ClientEvent) {
        listener?.yield(event)
    }

    /// Makes the status stale if a contact is of another minute than the one last told.
    ///
    /// A screen shows when the bank last answered, while everything else stays as it is.
    func noteContact(at contact: Instant) {
        let minute = contact.secondsSinceEpoch / 60
        if let toldContactMinute, minute != toldContactMinute { isStatusStale = true }
        toldContactMinute = minute
    }
}
