package import ClientService
package import CoreVocabulary
package import Cryptography
import Synchronization

/// Storage in memory, which keeps each user's data as long as the process lives.
package final class InMemoryStorage: ClientStorage {
    private struct State {
        var users: [UserID: OpenStorage] = [:]
        var leases: [String: [UInt8]] = [:]
    }

    private let state = Mutex(State())
    private let seed: [UInt8]

    /// Creates an empty storage; the seed of its keys is different for each console.
    package init(seed: [UInt8] = []) {
        self.seed = seed
    }

    /// Returns the stores of a user, the same ones at each call.
    package func open(userID: UserID, storageKey: SharedSecret) -> OpenStorage {
        state.withLock { state in
            if let found = state.users[userID] { return found }
            let made = OpenStorage(
                records: InMemoryRecordStore(),
                outbox: InMemoryOutboxStore(seed: seed + userID.bytes),
                sessions: InMemorySessionNotes()
            )
            state.users[userID] = made
            return made
        }
    }

    /// Returns the lease for opening a user's record without the bank.
    package func readLease(ofUser name: String) -> [UInt8]? { state.withLock { $0.leases[name] } }

    /// Returns true if the user's stores were opened before.
    package func holdsOwnCopy(of userID: UserID) -> Bool {
        state.withLock { $0.users[userID] != nil }
    }

    /// Returns all stored leases.
    package func leases() -> [[UInt8]] { state.withLock { Array($0.leases.values) } }

    /// Stores a user's lease, replacing an existing one.
    package func writeLease(_ bytes: [UInt8], ofUser name: String) {
        state.withLock { $0.leases[name] = bytes }
    }

    /// Destroys a user's lease.
    package func destroyLease(ofUser name: String) { state.withLock { $0.leases[name] = nil } }

    /// Destroys all leases that meet a condition.
    package func destroyLeases(where isOver: @Sendable ([UInt8]) -> Bool) {
        state.withLock { $0.leases = $0.leases.filter { !isOver($0.value) } }
    }

    /// Destroys a user's record; the outbox stays.
    package func destroyRecords(of userID: UserID) {
        state.withLock { state in
            guard let stores = state.users[userID] else { return }
            state.users[userID] = OpenStorage(
                records: InMemoryRecordStore(),
                outbox: stores.outbox,
                sessions: stores.sessions
            )
        }
    }
}
