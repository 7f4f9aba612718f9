public import CoreVocabulary
public import Cryptography
import Synchronization

/// Storage in memory: each user finds again what was left, as long as the process lives.
public final class InMemoryStorage: ClientStorage {
    private let users = Mutex<[UserID: OpenStorage]>([:])

    /// Makes storage that holds nothing.
    public init() {}

    /// The stores of a user; the same ones each time.
    public func open(userID: UserID, storageKey: SharedSecret) -> OpenStorage {
        users.withLock { users in
            if let found = users[userID] { return found }
            let made = OpenStorage(
                records: InMemoryRecordStore(),
                outbox: InMemoryOutboxStore()
            )
            users[userID] = made
            return made
        }
    }
}
