public import CoreVocabulary
public import Cryptography

/// Where a console keeps what a user may read and do without the line.
public protocol ClientStorage: Sendable {
    /// Opens the record and the outbox of a user, for this process alone, until they are closed.
    ///
    /// - Parameters:
    ///   - userID: The user who signed in.
    ///   - storageKey: 32 bytes that seal both; they are copied, and live in memory only.
    /// - Returns: The two stores.
    /// - Throws: An error of the adapter, whose description is a sentence without personal data.
    func open(userID: UserID, storageKey: SharedSecret) async throws -> OpenStorage
}

/// The two stores of a signed-in user.
public struct OpenStorage: Sendable {
    /// What the bank told: disposable.
    public let records: any RecordStore
    /// What the user asked for: never lost.
    public let outbox: any OutboxStore

    /// Makes the pair.
    public init(records: any RecordStore, outbox: any OutboxStore) {
        self.records = records
        self.outbox = outbox
    }
}
