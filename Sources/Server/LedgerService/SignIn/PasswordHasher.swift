import SystemThreads
import Cryptography
import IdentityCore

/// Hashes passwords, a few at a time.
final class PasswordHasher {
    private let context: BankContext
    /// Places in which passwords are hashed, and the queue for them.
    private(set) var places: HashPlaces

    init(_ context: BankContext) {
        self.context = context
        places = HashPlaces(count: context.configuration.hashConcurrency)
    }

    /// Takes a place to hash in if one is free; ``leave()`` returns it.
    func enterAtOnce() -> Bool { places.acquire() }

    /// Waits for a place to hash in, which ``leave()`` returns; returns false if it got none.
    ///
    /// A task that is cancelled while it waits leaves the queue at once. So a waiting sign-in costs
    /// no hash after its peer has left, or when the bank stops. A known place takes precedence over
    /// those that are new to a user.
    func enter(for peerBits: UInt128?, isKnown: Bool = true) async -> Bool {
        if places.acquire() { return true }
        let (turn, coming) = AsyncStream.makeStream(of: Void.self)
        var hasPlace = false
        let ticket = places.wait(for: peerBits, isKnown: isKnown) {
            hasPlace = $0
            coming.finish()
        }
        guard let ticket else { return false }
        // The stream ends when the sign-in is answered or the task is cancelled.
        for await _ in turn {}
        if places.leave(ticket) { return false }
        if hasPlace, Task.isCancelled {
            leave()
            return false
        }
        return hasPlace
    }

    /// Returns the place to hash in.
    func leave() { places.release() }

    /// Returns true if a password matches a record; the caller has a place.
    func verify(_ password: SharedSecret, against record: PasswordRecord) async -> Bool {
        await runHash {
            let copy = password.duplicate()
            return copy.withBytes { record.verify($0) }
        }
    }

    /// Hashes a new password with a random salt; the caller has a place.
    func hash(_ password: SharedSecret) async -> PasswordRecord {
        let salt = context.random.bytes(PasswordRecord.saltByteCount)
        let cost = context.configuration.passwordCost
        return await runHash {
            let copy = password.duplicate()
            return copy.withBytes { PasswordRecord(hashing: $0, salt: salt, parameters: cost) }
        }
    }

    /// Hashes a new password in its turn, or throws ``BankBusy`` if too many users sign in.
    func hashInTurn(_ password: SharedSecret) async throws(BankBusy) -> PasswordRecord {
        guard await enter(for: nil) else { throw BankBusy() }
        defer { leave() }
        return await hash(password)
    }

    /// Runs a computation of a fifth of a second where it stops nothing else.
    ///
    /// Two of them on the few threads of the cooperative pool would stop all else, even a screen.
    private func runHash<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        switch context.configuration.hashPlace {
        case .ownThread: await DetachedThread.run(work)
        case .callersThread: work()
        }
    }
}

/// Error for a hash that was refused because too many passwords wait to be hashed.
struct BankBusy: Error, CustomStringConvertible {
    let description = "Too many sign-ins are under way; try again."
}
