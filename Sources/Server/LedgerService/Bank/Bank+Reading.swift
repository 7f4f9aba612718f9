import CoreVocabulary
import TokenCore

extension Bank {
    /// Reads the books for somebody who asks, when it is their turn.
    ///
    /// What is asked without a session, as a sign-in is, and what the bank needs itself, as the proof
    /// that it is ready, does not wait here: the store has a connection more than there are places.
    ///
    /// - Throws: What the body or the store throws.
    func read<Value: Sendable>(
        for caller: Caller,
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        if !readPlaces.take() {
            _ = await withCheckedContinuation { continuation in
                readPlaces.wait(for: caller.token.userID.rawValue) {
                    continuation.resume(returning: $0)
                }
            }
        }
        defer { readPlaces.giveBack() }
        return try await store.read(body)
    }
}
