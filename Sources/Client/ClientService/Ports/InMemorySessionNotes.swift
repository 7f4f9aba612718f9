public import CoreVocabulary
import Synchronization

/// Session notes in memory, which last as long as the process.
public final class InMemorySessionNotes: SessionNotes {
    private let ids = Mutex<[SessionID]>([])

    /// Creates empty session notes.
    public init() {}

    /// Returns the sessions noted and not forgotten, oldest first.
    public func left() -> [SessionID] {
        ids.withLock { $0 }
    }

    /// Notes a session that has begun.
    public func note(_ id: SessionID) {
        ids.withLock { ids in
            if !ids.contains(id) { ids.append(id) }
        }
    }

    /// Forgets a session that the bank has ended.
    public func forget(_ id: SessionID) {
        ids.withLock { ids in ids.removeAll { $0 == id } }
    }
}
