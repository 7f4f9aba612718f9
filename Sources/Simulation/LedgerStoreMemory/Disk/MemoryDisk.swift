package import LedgerService
import Synchronization

/// Disk with one bank's books, which outlives the process that has them open.
///
/// The writes of a commit are volatile at first. They become durable when the ``SyncPolicy`` calls
/// ``MemoryCommit/sync``, and ``crash()`` discards those that are not.
package final class MemoryDisk: Sendable {
    let state: Mutex<MemoryDiskState>

    /// Creates a disk with empty books of an epoch.
    package init(epoch: UInt64) {
        state = Mutex(MemoryDiskState(MemoryBooks(epoch: epoch)))
    }

    /// Creates a disk from a backup, under a new epoch, or under the old one like a disk image that
    /// somebody restores unnoticed.
    package init(_ copy: BooksCopy, newEpoch: UInt64? = nil) {
        var books = copy.books
        books.epoch = newEpoch ?? books.epoch
        state = Mutex(MemoryDiskState(books))
    }

    /// The number of acknowledged commits that are not durable; zero under a correct policy.
    package var unsyncedCommitCount: Int { state.withLock { $0.unsynced.count } }

    /// Simulates a power failure.
    ///
    /// Writes that were not durable are lost, except those that the policy lets survive. The store
    /// that has the books open cannot use them any more.
    package func crash() {
        for writer in state.withLock({ $0.crash() }) { writer.resume(throwing: Self.closed()) }
    }

    /// Returns a copy of the durable state.
    package func copy() -> BooksCopy { state.withLock { BooksCopy(books: $0.durableBooks()) } }

    /// Simulates a power failure and replaces the books with a backup, under a new epoch or the old.
    package func revert(to copy: BooksCopy, newEpoch: UInt64? = nil) {
        crash()
        var books = copy.books
        books.epoch = newEpoch ?? books.epoch
        state.withLock { $0.transaction = MemoryTransaction(books) }
    }

    /// Returns the first fault in the state that a reader would see now; nil if there is none.
    package func firstFinding(_ depth: BooksCheckDepth = .whole) -> CheckFinding? {
        state.withLock { state in
            state.hideCommit()
            return state.transaction.books.firstFinding(depth)
        }
    }

    func open(_ policy: any SyncPolicy) throws -> UInt64 {
        try state.withLock { try $0.open(policy) }
    }

    func close(_ life: UInt64) {
        for writer in state.withLock({ $0.close(life) }) { writer.resume(throwing: Self.closed()) }
    }

    func read<Value: Sendable>(
        in life: UInt64,
        _ body: (any LedgerReading) throws -> Value
    ) throws -> Value {
        try state.withLock { state in
            try state.check(life)
            state.hideCommit()
            return try body(state.transaction)
        }
    }

    static func closed() -> MemoryStoreError {
        MemoryStoreError(.closed, "These books are not open any more.")
    }
}
