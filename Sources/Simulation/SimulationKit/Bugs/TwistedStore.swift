import LedgerService

/// The bank's books as they appear with a planted bug.
struct TwistedStore: LedgerStore {
    let base: TappedStore
    let bug: PlantedBug
    let world: World

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await base.write { [bug, world] in
            try body(TwistedTransaction(base: $0, bug: bug, world: world))
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await base.read { [bug, world] in
            try body(TwistedReading(reader: $0, bug: bug, world: world))
        }
    }
}
