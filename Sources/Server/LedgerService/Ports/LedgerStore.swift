/// Where the bank's books are kept: one writer, any number of readers.
public protocol LedgerStore: Sendable {
    /// Runs a body in one database transaction, and returns when it is durable.
    ///
    /// Bodies run one after the other in the order in which they arrive. A body that throws leaves
    /// nothing behind. The caller's cancellation changes nothing: others may share the transaction.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value

    /// Runs a body that reads what is committed, all of it as of one moment.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value

    /// The bytes by which the books can grow; nil where nothing bounds them.
    var freeByteCount: Int64? { get }
}

extension LedgerStore {
    /// Nothing bounds books that are in memory.
    public var freeByteCount: Int64? { nil }
}

/// What can be read of the books.
public protocol LedgerReading: AccountReading, EvidenceReading, IdentityReading, FeedReading,
    KeyReading, SyncReading, TokenReading
{}

/// What can be written to the books, inside one database transaction.
public protocol LedgerTransaction: LedgerReading, AccountWriting, EvidenceWriting,
    IdentityWriting, FeedWriting, KeyWriting, SyncWriting, TokenWriting
{
    /// Runs a body of which nothing stays behind when it throws.
    func savepoint<Value>(_ body: () throws -> Value) throws -> Value
}
