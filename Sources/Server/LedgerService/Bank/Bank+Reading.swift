import CoreVocabulary
import TokenCore
import WireProtocol

extension Bank {
    /// Reads the books for somebody who asks, when it is their turn.
    ///
    /// What is asked without a session, as a sign-in is, and what the bank needs itself, as the proof
    /// that it is ready, does not wait here: the store has a connection more than there are places.
    ///
    /// - Throws: What the body or the store throws; ``RequestRefused`` if its task was cancelled before
    ///   its turn came, so that there is nobody to be told.
    func read<Value: Sendable>(
        for caller: Caller,
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        let userBits = caller.token.userID.rawValue
        let hasWaited = !readPlaces.take()
        if hasWaited {
            _ = await withCheckedContinuation { continuation in
                readPlaces.wait(for: userBits) {
                    continuation.resume(returning: $0)
                }
            }
        }
        let begunAt = clock.boottime().nanosecondsSinceEpoch
        defer {
            let spent = clock.boottime().nanosecondsSinceEpoch - begunAt
            readPlaces.giveBack(from: userBits, after: spent)
        }
        if hasWaited, Task.isCancelled { throw RequestRefused(.busy) }
        return try await store.read(body)
    }
}
