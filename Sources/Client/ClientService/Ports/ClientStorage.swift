public import CoreVocabulary
public import Cryptography

/// Where a console keeps what a user may read and do without the line.
public protocol ClientStorage: Sendable {
    /// Opens the record and the outbox of a user, for this process alone, until they are closed.
    ///
    /// - Parameters:
    ///   - userID: The user who signed in.
    ///   - storageKey: 32 bytes that seal both; they are copied, and live in memory only.
    /// - Returns: The two stores, and the notes of sessions.
    /// - Throws: An error of the adapter, whose description is a sentence without personal data.
    func open(userID: UserID, storageKey: SharedSecret) async throws -> OpenStorage

    /// The reason for an error that this storage, or a store that it opened, has thrown.
    func trouble(after error: any Error) -> StorageTrouble

    /// What is kept to open a user's record without the bank; nil when there is nothing.
    ///
    /// The bytes are sealed by whoever writes them. They are found by the name that the user signs
    /// in with, which stands nowhere in the clear.
    func readLease(ofUser name: String) async throws -> [UInt8]?

    /// All that is kept to open records, whosever it is.
    func leases() async throws -> [[UInt8]]

    /// True if another console of this machine has the record of a user open.
    func isOpenElsewhere(userID: UserID) async throws -> Bool

    /// True if something of a user is held where ``open(userID:storageKey:)`` would look for it now:
    /// not what another console has open.
    func holdsOwnCopy(of userID: UserID) async throws -> Bool

    /// Puts something in the place of what is kept, in one step; it is on the disk afterwards.
    func writeLease(_ bytes: [UInt8], ofUser name: String) async throws

    /// Destroys what is kept: its bytes are overwritten before they go.
    func destroyLease(ofUser name: String) async throws

    /// Destroys all that is kept and meets a condition.
    func destroyLeases(where isOver: @Sendable ([UInt8]) -> Bool) async throws

    /// Destroys the record of a user; the outbox stays.
    ///
    /// Call it when the user's stores are closed. What another open console holds stays, too: the
    /// bank has that console destroy it.
    func destroyRecords(of userID: UserID) async throws
}

// Storage that keeps no leases. Not asynchronous, so that an adapter's own function is always the
// one that is called.
extension ClientStorage {
    /// Knows no more than that something failed.
    public func trouble(after error: any Error) -> StorageTrouble { StorageTrouble(.other) }
    /// Keeps nothing.
    public func readLease(ofUser name: String) throws -> [UInt8]? { nil }
    /// Keeps nothing.
    public func leases() throws -> [[UInt8]] { [] }
    /// Nobody else opens it.
    public func isOpenElsewhere(userID: UserID) throws -> Bool { false }
    /// Keeps nothing.
    public func holdsOwnCopy(of userID: UserID) throws -> Bool { false }
    /// Keeps nothing.
    public func writeLease(_ bytes: [UInt8], ofUser name: String) throws {}
    /// Keeps nothing.
    public func destroyLease(ofUser name: String) throws {}
    /// Keeps nothing.
    public func destroyLeases(where isOver: @Sendable ([UInt8]) -> Bool) throws {}
    /// Keeps nothing beside the stores.
    public func destroyRecords(of userID: UserID) throws {}
}

/// The two stores of a signed-in user, and the notes of sessions beside them.
public struct OpenStorage: Sendable {
    /// What the bank told: disposable.
    public let records: any RecordStore
    /// What the user asked for: never lost.
    public let outbox: any OutboxStore
    /// The sessions that consoles of the user had at the bank from here.
    public let sessions: any SessionNotes

    /// Makes them of their parts; notes that are not given last as long as this value.
    public init(
        records: any RecordStore,
        outbox: any OutboxStore,
        sessions: any SessionNotes = InMemorySessionNotes()
    ) {
        self.records = records
        self.outbox = outbox
        self.sessions = sessions
    }
}
