package import LedgerService

/// Books in memory, the deterministic counterpart of the SQLite store.
///
/// An instance stands for one life of the bank's process over a ``MemoryDisk``, which outlives it.
/// A call suspends only to wait for another writer, or where the ``SyncPolicy`` does.
package final class LedgerStoreMemory: LedgerStore {
    private let disk: MemoryDisk
    private let life: UInt64

    /// Opens the books on a disk.
    ///
    /// As after every restart, open sign-in tries end, and stay counted as failures. It throws
    /// `inUse` while another store has the disk.
    package init(disk: MemoryDisk, policy: any SyncPolicy = SyncEachCommit()) throws {
        self.disk = disk
        life = try disk.open(policy)
    }

    /// Runs a body in one database transaction, and returns when it is durable.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await disk.write(in: life, body)
    }

    /// Runs a body that reads one consistent snapshot of the committed books.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try disk.read(in: life, body)
    }

    /// Releases the disk; the store cannot be used any more.
    package func close() { disk.close(life) }
}
