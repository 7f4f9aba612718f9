import LedgerService
import LedgerStoreSQLite
import Synchronization

/// Books before whose next write something happens, after the bank has read what it is going to write
/// by.
final class HookedStore: LedgerStore {
    private let base: LedgerStoreSQLite
    private let hook = Mutex<(@Sendable () async throws -> Void)?>(nil)

    init(_ base: LedgerStoreSQLite) {
        self.base = base
    }

    func beforeNextWrite(_ body: @escaping @Sendable () async throws -> Void) {
        hook.withLock { $0 = body }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await hook.withLock { $0.take() }?()
        return try await base.write(body)
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await base.read(body)
    }
}
