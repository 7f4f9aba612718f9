package import CoreVocabulary
import Synchronization

/// Session notes in memory, which last as long as the process.
package final class InMemorySessionNotes: SessionNotes {
    private let ids = Mutex<[SessionID]>([])

    /// Creates empty session notes.
    package init() {}

    /// Returns the sessions noted and not forgotten, oldest first.
    package func left() -> [SessionID] {
        ids.withLock { $0 }
    }

    /// Notes a session that has begun.
    package func note(_ id: SessionID) {
        ids.withLock { ids in
            if !ids.contains(id) { ids.append(id) }
        }
    }

    /// Forgets a session that the bank has ended.
    package func forget(_ id: SessionID) {
        ids.withLock { ids in ids.removeAll { $0 == id } }
    }
}
