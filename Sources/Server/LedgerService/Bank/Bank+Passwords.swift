import Cryptography
import IdentityCore

extension Bank {
    /// Waits for a place to hash at, and hands it back with ``leaveHashPlace()``; false when too
    /// many wait already.
    func enterHashPlace() async -> Bool {
        if hashPlaces.take() { return true }
        guard !hashPlaces.isFull else { return false }
        await withCheckedContinuation { hashPlaces.wait($0) }
        return true
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
