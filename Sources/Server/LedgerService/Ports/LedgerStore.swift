/// Storage of the bank's books, with one writer and any number of readers.
package protocol LedgerStore: Sendable {
    /// Runs a body in one database transaction, and returns when it is durable.
    ///
    /// Bodies run one after the other in order of arrival. If a body throws, its transaction is
    /// rolled back. Cancelling the caller has no effect, because others may share the transaction.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value

    /// Runs a body that reads one consistent snapshot of the committed books.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value

    /// The number of bytes by which the books can grow; nil if nothing limits them.
    var freeByteCount: Int64? { get }
}

extension LedgerStore {
    /// Returns nil, because nothing limits books in memory.
    package var freeByteCount: Int64? { nil }
}

/// All read operations on the books.
package protocol LedgerReading: AccountReading, EvidenceReading, IdentityReading, FeedReading,
    KeyReading, SyncReading, TokenReading
{}

/// All operations on the books inside one database transaction.
package protocol LedgerTransaction: LedgerReading, AccountWriting, EvidenceWriting,
    IdentityWriting, FeedWriting, KeyWriting, SyncWriting, TokenWriting
{
    /// Runs a body in a savepoint, which is rolled back if the body throws.
    func savepoint<Value>(_ body: () throws -> Value) throws -> Value
}
