import Cryptography
import IdentityCore

extension Bank {
    /// Waits for a place to hash in, which ``leaveHashPlace()`` returns.
    ///
    /// A cancelled task leaves the queue at once. So a sign-in whose peer has left, or that waits
    /// while the bank stops, costs no hash.
    ///
    /// - Parameters:
    ///   - peerBits: The peer that asks, as in ``RequestOrigin/peerBits``.
    ///   - isKnown: True if it takes precedence over requests from places that are new to a user.
    /// - Returns: True if it got a place; false if too many wait already, or if the task was
    ///   cancelled while it waited.
    func enterHashPlace(for peerBits: UInt128?, isKnown: Bool = true) async -> Bool {
        if hashPlaces.acquire() { return true }
        let (turn, coming) = AsyncStream.makeStream(of: Void.self)
        var hasPlace = false
        let ticket = hashPlaces.wait(for: peerBits, isKnown: isKnown) {
            hasPlace = $0
            coming.finish()
        }
        guard let ticket else { return false }
        // The stream ends when the sign-in is answered or the task is cancelled.
        for await _ in turn {}
        if hashPlaces.leave(ticket) { return false }
        if hasPlace, Task.isCancelled {
            leaveHashPlace()
            return false
        }
        return hasPlace
    }

    /// Returns the place to hash in.
    func leaveHashPlace() {
        hashPlaces.release()
    }

    /// Returns true if a password matches a record.
    func verify(_ password: SharedSecret, against record: PasswordRecord) async -> Bool {
        await runHash {
            let copy = password.duplicate()
            return copy.withBytes { record.verify($0) }
        }
    }

    /// Hashes a new password with a random salt.
    func hash(_ password: SharedSecret) async -> PasswordRecord {
        let salt = random.bytes(PasswordRecord.saltByteCount)
        let cost = configuration.passwordCost
        return await runHash {
            let copy = password.duplicate()
            return copy.withBytes { PasswordRecord(hashing: $0, salt: salt, parameters: cost) }
        }
    }

    private func runHash<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        switch configuration.hashPlace {
        case .ownThread: await DedicatedThread.run(work)
        case .callersThread: work()
        }
    }
}
