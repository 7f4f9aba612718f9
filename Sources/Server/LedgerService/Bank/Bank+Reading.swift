import CoreVocabulary
import TokenCore
import WireProtocol

extension Bank {
    /// Reads the books for somebody who asks, when it is their turn.
    ///
    /// What is asked without a session, as a sign-in is, and what the bank needs itself, as the proof
    /// that it is ready, does not wait here: the store has a connection more than there are places.
    ///
    /// - Throws: What the body or the store throws; ``RequestRefused`` where too many readings of the
    ///   user wait, or if its task was cancelled before its turn came, so that there is nobody to be
    ///   told.
    func read<Value: Sendable>(
        for caller: Caller,
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        let userBits = caller.token.userID.rawValue
        let hasWaited = !readPlaces.take()
        if hasWaited { try await waitToRead(for: userBits) }
        let begunAt = clock.boottime().nanosecondsSinceEpoch
        defer {
            let spent = clock.boottime().nanosecondsSinceEpoch - begunAt
            readPlaces.giveBack(from: userBits, after: spent)
        }
        if hasWaited, Task.isCancelled { throw RequestRefused(.busy) }
        return try await store.read(body)
    }

    /// Waits for a place to read at; a task that is cancelled leaves the queue at once.
    ///
    /// - Throws: ``RequestRefused`` if too many readings of the user wait, or if the task was cancelled
    ///   while it waited; it holds no place then.
    private func waitToRead(for userBits: UInt128) async throws {
        let (turn, coming) = AsyncStream.makeStream(of: Void.self)
        guard let number = readPlaces.wait(for: userBits, { _ in coming.finish() }) else {
            throw RequestRefused(.busy)
        }
        // It ends with the turn, and when the task is cancelled.
        for await _ in turn {}
        if readPlaces.leave(number, of: userBits) { throw RequestRefused(.busy) }
    }
}
