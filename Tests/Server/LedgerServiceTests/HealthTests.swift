import BankTestKit
import LedgerService
import LedgerStoreSQLite
import Synchronization
import Testing

// Symptom: `/readyz` said 200 on a full disk while `user add` failed. Cause: only the books' answer
// was looked at, and SQLite writes small things into room that it has already.
// Proof: with less room than writes need the bank is not well, says so once, and recovers.

struct HealthTests {
    @Test("a bank whose disk is all but full is not ready, and tells its log once")
    func room() async throws {
        let bank = try await TestBank.open()
        let store = RoomyStore(bank.store)
        let crowded = Bank(
            store: store,
            masterKey: bank.masterKey,
            clock: bank.clock,
            random: bank.random,
            log: bank.log,
            configuration: .forTests
        )
        _ = try await crowded.health()
        store.leave(1_000_000)
        for _ in 0..<3 {
            await #expect(throws: (any Error).self) { try await crowded.health() }
        }
        #expect(bank.log.entries.map(\.event) == [.roomMissing])
        store.leave(1_000_000_000)
        _ = try await crowded.health()
        store.leave(0)
        await #expect(throws: (any Error).self) { try await crowded.health() }
        #expect(bank.log.entries.map(\.event) == [.roomMissing, .roomMissing])
    }

    @Test("the books know how much room there is on their disk")
    func disk() async throws {
        let bank = try await TestBank.open()
        #expect(try #require(bank.store.freeByteCount) > 0)
    }
}

/// Books with as much room as a test says.
private final class RoomyStore: LedgerStore {
    private let base: LedgerStoreSQLite
    private let byteCount = Mutex<Int64?>(nil)

    init(_ base: LedgerStoreSQLite) {
        self.base = base
    }

    func leave(_ count: Int64) {
        byteCount.withLock { $0 = count }
    }

    var freeByteCount: Int64? { byteCount.withLock { $0 } }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await base.write(body)
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await base.read(body)
    }
}
