import CoreVocabulary
import IdentityCore
import WireProtocol

/// Reads the books for callers, a few readings at a time.
///
/// Requests without a session, such as a sign-in, and the bank's own readings, such as the health
/// check, do not wait here. The store has one connection more than there are places.
final class BookReader {
    private let context: BankContext
    /// Places in which the books are read, and the queue for them.
    var places: ReadPlaces

    init(_ context: BankContext) {
        self.context = context
        places = ReadPlaces(
            count: context.configuration.readConcurrency,
            waitingLimitOfUser: context.configuration.waitingReadLimitOfUser
        )
    }

    /// Reads the books for a caller when a reading place is free.
    ///
    /// - Throws: ``RequestRefused`` if too many readings of the user wait, or if the task was
    ///   cancelled before its turn.
    func read<Value: Sendable>(
        for caller: Caller,
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        let userBits = caller.token.userID.rawValue
        let hasWaited = !places.acquire()
        if hasWaited { try await waitToRead(for: userBits) }
        let begunAt = context.clock.boottime().nanosecondsSinceEpoch
        defer {
            let spent = context.clock.boottime().nanosecondsSinceEpoch - begunAt
            places.release(from: userBits, after: spent)
        }
        if hasWaited, Task.isCancelled { throw RequestRefused(.busy) }
        return try await context.store.read(body)
    }

    /// Waits for a reading place, or throws if the queue is full; a cancelled task leaves at once.
    private func waitToRead(for userBits: UInt128) async throws {
        let (turn, coming) = AsyncStream.makeStream(of: Void.self)
        guard let number = places.wait(for: userBits, { _ in coming.finish() }) else {
            throw RequestRefused(.busy)
        }
        // The stream ends when the turn comes or the task is cancelled.
        for await _ in turn {}
        if places.leave(number, of: userBits) { throw RequestRefused(.busy) }
    }
}
