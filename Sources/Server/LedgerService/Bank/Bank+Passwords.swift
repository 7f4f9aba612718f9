import Cryptography
import IdentityCore

extension Bank {
    /// Waits for a place to hash at, which ``leaveHashPlace()`` hands back.
    ///
    /// - Parameters:
    ///   - peerBits: Who asks, as ``RequestOrigin/peerBits`` has it.
    ///   - isKnown: True if it goes before what comes from places that are new to a user.
    /// - Returns: Whether there is one; false when too many wait already.
    func enterHashPlace(for peerBits: UInt128?, isKnown: Bool = true) async -> Bool {
        if hashPlaces.take() { return true }
        return await withCheckedContinuation { continuation in
            hashPlaces.wait(for: peerBits, isKnown: isKnown) { continuation.resume(returning: $0) }
        }
    }

    /// Hands the place to hash at back.
    func leaveHashPlace() {
        hashPlaces.giveBack()
    }

    /// Whether a password is the one of a record.
    func verify(_ password: SharedSecret, against record: PasswordRecord) async -> Bool {
        await runHash {
            let copy = password.duplicate()
            return copy.withBytes { record.verify($0) }
        }
    }

    /// Hashes a new password.
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
        case .ownThread: await HashThread.run(work)
        case .callersThread: work()
        }
    }
}
