import LedgerService
import Synchronization

/// A disk with one bank's books, which outlives the process that has them open.
///
/// What a commit wrote is at first on no plate: it becomes durable when the ``SyncPolicy`` says
/// ``MemoryCommit/sync()``, and ``crash()`` takes back what did not.
public final class MemoryDisk: Sendable {
    let state: Mutex<MemoryDiskState>

    /// Makes a disk with empty books.
    ///
    /// - Parameter epoch: Which life of the books this is.
    public init(epoch: UInt64) {
        state = Mutex(MemoryDiskState(MemoryBooks(epoch: epoch)))
    }

    /// Makes a disk from a backup.
    ///
    /// - Parameters:
    ///   - copy: The backup.
    ///   - newEpoch: The life of the books that begins now; nil to go on as if nothing had been,
    ///     as a disk image does that somebody put back.
    public init(_ copy: BooksCopy, newEpoch: UInt64? = nil) {
        var books = copy.books
        books.epoch = newEpoch ?? books.epoch
        state = Mutex(MemoryDiskState(books))
    }

    /// How many commits were acknowledged that are not durable; none under a true policy.
    public var unsyncedCommitCount: Int {
        state.withLock { $0.unsynced.count }
    }

    /// Takes the power away: what was not durable is lost, but for what the policy finds again,
    /// and whoever has the books open can use them no more.
    public func crash() {
        for writer in state.withLock({ $0.crash() }) { writer.resume(throwing: Self.closed()) }
    }

    /// What is durable now.
    public func copy() -> BooksCopy {
        state.withLock { BooksCopy(books: $0.durableBooks()) }
    }

    /// Takes the power away and puts a backup in the place of the books.
    ///
    /// - Parameters:
    ///   - copy: The backup.
    ///   - newEpoch: The life of the books that begins now; nil to go on as if nothing had been.
    public func revert(to copy: BooksCopy, newEpoch: UInt64? = nil) {
        crash()
        var books = copy.books
        books.epoch = newEpoch ?? books.epoch
        state.withLock { $0.transaction = MemoryTransaction(books) }
    }

    /// Derives what the books derive once more from what a reader would see now.
    ///
    /// - Returns: The first thing that does not agree; nil when nothing is wrong.
    public func firstFinding(_ depth: BooksCheckDepth = .whole) -> BooksFinding? {
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
