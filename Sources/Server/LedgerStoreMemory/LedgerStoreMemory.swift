public import LedgerService

/// The books in memory: the deterministic twin of the SQLite store.
///
/// One of them stands for one life of the bank's process over a ``MemoryDisk``, which outlives it.
/// A call never suspends but to wait for another writer, or where the ``SyncPolicy`` does.
public final class LedgerStoreMemory: LedgerStore {
    private let disk: MemoryDisk
    private let life: UInt64

    /// Opens the books on a disk.
    ///
    /// As after every restart, tries to sign in that were under way have ended as failures.
    ///
    /// - Parameters:
    ///   - disk: Where the books are.
    ///   - policy: When a commit is durable, and what fails.
    /// - Throws: ``MemoryStoreError``: `inUse` while another store has the disk.
    public init(disk: MemoryDisk, policy: any SyncPolicy = SyncEachCommit()) throws {
        self.disk = disk
        life = try disk.open(policy)
    }

    /// Runs a body in one database transaction, and returns when it is durable.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await disk.write(in: life, body)
    }

    /// Runs a body that reads what is committed, all of it as of one moment.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try disk.read(in: life, body)
    }

    /// Gives the disk up; the store cannot be used any more.
    public func close() {
        disk.close(life)
    }
}
