import LedgerService

/// A store that shows the oracle every balance as it becomes visible.
struct TappedStore: LedgerStore {
    let base: any LedgerStore
    let world: World
    let host: Host
    /// The facts that the running database transaction has written so far.
    private let notes = Cell(WatchedTransaction.FactNotes())

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        guard host.isAlive else { throw DiskFault() }
        do {
            let value = try await base.write { [notes, world] transaction in
                notes.value = WatchedTransaction.FactNotes()
                let value = try body(WatchedTransaction(base: transaction, notes: notes))
                world.judge.sawCommit(notes.value.all)
                return value
            }
            try await tell()
            return value
        } catch {
            // A failed write may be durable all the same.
            try? await tell()
            throw error
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        guard host.isAlive else { throw DiskFault() }
        return try await base.read(body)
    }

    /// Shows the oracle the accounts that a reader sees now.
    func tell() async throws {
        guard host.isAlive else { return }
        let accounts = try await base.read { try $0.accounts() }
        world.oracle.sawBooks(accounts)
        if let finding = world.bank.disk.firstFinding(.heads) {
            world.oracle.fail(.books, "\(finding)")
        }
    }
}
