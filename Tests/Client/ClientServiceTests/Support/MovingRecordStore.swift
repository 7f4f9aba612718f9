import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import SyncCore
import Synchronization

/// A record that moves on just after its accounts were read, as a test says.
struct MovingRecordStore: RecordStoreWrapper {
    /// What happens after the next reading of accounts, once.
    final class News: Sendable {
        private let body = Mutex<(@Sendable () async throws -> Void)?>(nil)

        func set(_ next: @escaping @Sendable () async throws -> Void) {
            body.withLock { $0 = next }
        }

        func come() async throws {
            let next = body.withLock { body in
                defer { body = nil }
                return body
            }
            try await next?()
        }
    }

    let base: any RecordStore = InMemoryRecordStore()
    let news = News()

    func accounts() async throws -> [HeldAccount] {
        let found = try await base.accounts()
        try await news.come()
        return found
    }

    func account(_ accountID: AccountID) async throws -> HeldAccount? {
        let found = try await base.account(accountID)
        try await news.come()
        return found
    }
}

/// Storage that holds such a record.
struct MovingStorage: ClientStorage {
    let records = MovingRecordStore()
    private let outbox = InMemoryOutboxStore()

    func open(userID: UserID, storageKey: SharedSecret) -> OpenStorage {
        OpenStorage(records: records, outbox: outbox)
    }
}
