import LedgerService
import Synchronization

extension MemoryDisk {
    /// Runs a body in one database transaction, after all earlier ones.
    func write<Value: Sendable>(
        in life: UInt64,
        _ body: (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await acquireTurn(life)
        let value: Value
        let settling: (any SyncPolicy, MemoryCommit)?
        do {
            (value, settling) = try run(body, in: life)
        } catch {
            passTurn(life)
            throw error
        }
        guard let (policy, commit) = settling else {
            passTurn(life)
            return value
        }
        do {
            try await policy.settle(commit)
        } catch {
            try? finish(life, acknowledged: false)  // The policy's error says more.
            passTurn(life)
            throw error
        }
        try finish(life, acknowledged: true)
        passTurn(life)
        return value
    }

    /// Makes all commits up to a number durable.
    func sync(upTo number: UInt64, in life: UInt64) throws {
        try state.withLock { state in
            try state.check(life)
            state.sync(upTo: number)
        }
    }

    /// Runs a body, and returns the commit to settle; nil if nothing was written.
    private func run<Value: Sendable>(
        _ body: (any LedgerTransaction) throws -> Value,
        in life: UInt64
    ) throws -> (Value, (any SyncPolicy, MemoryCommit)?) {
        try state.withLock { state in
            try state.check(life)
            state.transaction.begin(state.policy)
            let value: Value
            do {
                value = try body(state.transaction)
            } catch {
                state.transaction.rollBack(to: 0)
                throw error
            }
            guard let (number, count) = state.commit() else { return (value, nil) }
            let commit = MemoryCommit(number: number, changeCount: count) {
                try self.sync(upTo: number, in: life)
            }
            return (value, (state.policy, commit))
        }
    }

    private func finish(_ life: UInt64, acknowledged: Bool) throws {
        try state.withLock { state in
            try state.check(life)
            state.finishCommit(isAcknowledged: acknowledged)
        }
    }

    private func acquireTurn(_ life: UInt64) async throws {
        if try state.withLock({ try $0.acquireTurn(life) }) { return }
        try await withCheckedThrowingContinuation { continuation in
            let hasTurn = Result {
                try state.withLock { state in
                    // Between the two attempts the turn may have become free, or the power may have
                    // failed.
                    if try state.acquireTurn(life) { return true }
                    state.waitingWriters.append(continuation)
                    return false
                }
            }
            switch hasTurn {
            case .success(true): continuation.resume()
            case .success(false): break
            case .failure(let error): continuation.resume(throwing: error)
            }
        }
    }

    private func passTurn(_ life: UInt64) { state.withLock { $0.passTurn(life) }?.resume() }
}
