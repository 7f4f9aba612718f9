import CoreVocabulary
import Cryptography
import Dispatch
import IdentityCore

/// Hashes passwords off the actors, a bounded number side by side.
///
/// A hash takes the memory of its cost, so the bound keeps a flood of sign-ins from exhausting the
/// host; who comes when the queue is full is told that the bank is busy.
actor PasswordDesk {
    private let concurrency: Int
    private var runningCount = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(concurrency: Int) {
        invariant(concurrency >= 1, "at least one password is hashed at a time")
        self.concurrency = concurrency
    }

    /// Whether a password is the one of a record; nil when too many wait already.
    func verify(_ password: SharedSecret, against record: PasswordRecord) async -> Bool? {
        guard await enter() else { return nil }
        defer { leave() }
        return await Self.onOtherThread {
            let copy = password.duplicate()
            return copy.withBytes { record.verify($0) }
        }
    }

    /// Hashes a new password.
    func hash(
        _ password: SharedSecret,
        salt: [UInt8],
        cost: Scrypt.Parameters
    ) async -> PasswordRecord? {
        guard await enter() else { return nil }
        defer { leave() }
        return await Self.onOtherThread {
            let copy = password.duplicate()
            return copy.withBytes { PasswordRecord(hashing: $0, salt: salt, parameters: cost) }
        }
    }

    private func enter() async -> Bool {
        if runningCount < concurrency {
            runningCount += 1
            return true
        }
        guard waiting.count < BankConfiguration.hashQueueLimit else { return false }
        // The place is handed over by whoever leaves, so the count stays as it is.
        await withCheckedContinuation { waiting.append($0) }
        return true
    }

    private func leave() {
        if waiting.isEmpty {
            runningCount -= 1
        } else {
            waiting.removeFirst().resume()
        }
    }

    // A thread of its own: a hash of a tenth of a second must not hold up the few threads that all
    // actors share.
    private static func onOtherThread<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }
}
