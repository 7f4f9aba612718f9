import CoreVocabulary
import IdentityCore
@testable import LedgerService

// The bank's resources, which only its own actor may use.
extension Bank {
    /// The number of sign-ins that wait for a place to hash in.
    var waitingHashCount: Int { resources.hasher.places.waitingCount }

    /// The number of readings that wait for a place.
    var waitingReadCount: Int { resources.reader.places.waitingCount }

    /// Takes a place to hash in, as a sign-in inside the process does.
    func enterHashPlace() async -> Bool { await resources.hasher.enter(for: nil) }

    func leaveHashPlace() { resources.hasher.leave() }

    func read<Value: Sendable>(
        for caller: Caller,
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await resources.reader.read(for: caller, body)
    }

    /// Has as many readings of somebody wait as may.
    func fillReadQueue(of caller: Caller) {
        let userBits = caller.token.userID.rawValue
        while resources.reader.places.wait(for: userBits, { _ in }) != nil {}
    }

    func syncTools() async throws -> SyncTools { try await resources.cursors.tools() }
}
