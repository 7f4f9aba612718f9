/// A message field that carries entries, by its name among ``MessageFields``.
enum EntryList: String, CaseIterable, Sendable {
    /// The changes of a stream's delta.
    case delta = "event.delta.changes"
    /// The changes of a feed reply.
    case feed = "reply.feed.changes"
    /// The changes of a page of a snapshot.
    case snapshot = "reply.snapshot.changes"
    /// The entries requested by account sequence.
    case entries = "reply.entries.entries"
}
