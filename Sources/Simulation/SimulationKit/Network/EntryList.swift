/// A field of a message that brings entries, by its name among those of all messages.
enum EntryList: String, CaseIterable, Sendable {
    /// The changes of a delta of a stream.
    case delta = "event.delta.changes"
    /// The changes of an answer with news.
    case feed = "reply.feed.changes"
    /// The changes of a page of a snapshot.
    case snapshot = "reply.snapshot.changes"
    /// The entries that were asked for by their places.
    case entries = "reply.entries.entries"
}
