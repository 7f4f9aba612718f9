public import CoreVocabulary
public import Cryptography
import Synchronization

/// Storage in memory: each user finds again what was left, as long as the process lives.
public final class InMemoryStorage: ClientStorage {
    private struct State {
        var users: [UserID: OpenStorage] = [:]
        var leases: [String: [UInt8]] = [:]
    }

    private let state = Mutex(State())
    private let seed: [UInt8]

    /// Makes storage that holds nothing.
    ///
    /// - Parameter seed: What the keys of consoles are made of; another one for each console.
    public init(seed: [UInt8] = []) {
        self.seed = seed
    }

    /// The stores of a user; the same ones each time.
    public func open(userID: UserID, storageKey: SharedSecret) -> OpenStorage {
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

    /// What is kept to open a user's record without the bank.
    public func readLease(ofUser name: String) -> [UInt8]? {
        state.withLock { $0.leases[name] }
    }

    /// True if the user's stores were opened before.
    public func holdsOwnCopy(of userID: UserID) -> Bool {
        state.withLock { $0.users[userID] != nil }
    }

    /// All leases that are kept.
    public func leases() -> [[UInt8]] {
        state.withLock { Array($0.leases.values) }
    }

    /// Puts something in the place of what is kept.
    public func writeLease(_ bytes: [UInt8], ofUser name: String) {
        state.withLock { $0.leases[name] = bytes }
    }

    /// Destroys what is kept.
    public func destroyLease(ofUser name: String) {
        state.withLock { $0.leases[name] = nil }
    }

    /// Destroys all that is kept and meets a condition.
    public func destroyLeases(where isOver: @Sendable ([UInt8]) -> Bool) {
        state.withLock { $0.leases = $0.leases.filter { !isOver($0.value) } }
    }

    /// Destroys the record of a user; the outbox stays.
    public func destroyRecords(of userID: UserID) {
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
