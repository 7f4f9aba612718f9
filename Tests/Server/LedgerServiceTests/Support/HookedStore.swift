import LedgerService
import LedgerStoreSQLite
import Synchronization

/// Books before or after whose next write something happens: before it, when the bank has read what it
/// is going to write by; after it, when the write is durable and the bank does not know.
final class HookedStore: LedgerStore {
    private let base: LedgerStoreSQLite
    private let hook = Mutex<(@Sendable () async throws -> Void)?>(nil)
    private let laterHook = Mutex<(@Sendable () async throws -> Void)?>(nil)

    init(_ base: LedgerStoreSQLite) {
        self.base = base
    }

    func beforeNextWrite(_ body: @escaping @Sendable () async throws -> Void) {
        hook.withLock { $0 = body }
    }

    func afterNextWrite(_ body: @escaping @Sendable () async throws -> Void) {
        laterHook.withLock { $0 = body }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await hook.withLock { $0.take() }?()
        let value = try await base.write(body)
        try await laterHook.withLock { $0.take() }?()
        return value
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await base.read(body)
    }
}
