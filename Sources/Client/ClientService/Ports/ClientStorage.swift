package import CoreVocabulary
package import Cryptography

/// Storage for a user's local data, as a port.
package protocol ClientStorage: Sendable {
    /// Opens a user's record and outbox for exclusive use by this process, until they are closed.
    ///
    /// The key of 32 bytes seals both stores; it is copied and kept in memory only. The description of
    /// an error is a sentence without personal data.
    func open(userID: UserID, storageKey: SharedSecret) async throws -> OpenStorage

    /// Returns the reason for an error thrown by this storage or by a store that it opened.
    func trouble(after error: any Error) -> StorageTrouble

    /// Returns the lease for opening a user's record without the bank, or nil if there is none.
    ///
    /// The caller seals the bytes. They are found by the user's sign-in name, which is not stored
    /// in clear.
    func readLease(ofUser name: String) async throws -> [UInt8]?

    /// Returns the leases of all users.
    func leases() async throws -> [[UInt8]]

    /// Returns true if another console of this machine has a user's record open.
    func isOpenElsewhere(userID: UserID) async throws -> Bool

    /// Returns true if a user has data where ``open(userID:storageKey:)`` would look for it now.
    ///
    /// Data that another console has open does not count.
    func holdsOwnCopy(of userID: UserID) async throws -> Bool

    /// Stores a lease atomically, replacing an existing one; it is on the disk afterwards.
    func writeLease(_ bytes: [UInt8], ofUser name: String) async throws

    /// Destroys a lease by overwriting its bytes and removing it.
    func destroyLease(ofUser name: String) async throws

    /// Destroys all leases that meet a condition.
    func destroyLeases(where isOver: @Sendable ([UInt8]) -> Bool) async throws

    /// Destroys a user's record; the outbox stays.
    ///
    /// Call it when the user's stores are closed. Data of another open console stays too: the bank
    /// orders that console to destroy it.
    func destroyRecords(of userID: UserID) async throws
}

// Defaults for storage without leases. They are not asynchronous, so that an adapter's own function
// always takes precedence.
extension ClientStorage {
    /// Default implementation that knows no cause.
    package func trouble(after error: any Error) -> StorageTrouble { StorageTrouble(.other) }
    /// Default implementation without leases.
    package func readLease(ofUser name: String) throws -> [UInt8]? { nil }
    /// Default implementation without leases.
    package func leases() throws -> [[UInt8]] { [] }
    /// Default implementation for storage that no other console opens.
    package func isOpenElsewhere(userID: UserID) throws -> Bool { false }
    /// Default implementation without stored data.
    package func holdsOwnCopy(of userID: UserID) throws -> Bool { false }
    /// Default implementation that stores nothing.
    package func writeLease(_ bytes: [UInt8], ofUser name: String) throws {}
    /// Default implementation without leases.
    package func destroyLease(ofUser name: String) throws {}
    /// Default implementation without leases.
    package func destroyLeases(where isOver: @Sendable ([UInt8]) -> Bool) throws {}
    /// Default implementation without data beside the stores.
    package func destroyRecords(of userID: UserID) throws {}
}

/// The two stores of a signed-in user, with the session notes.
package struct OpenStorage: Sendable {
    /// Record of the data received from the bank; disposable.
    package let records: any RecordStore
    /// Outbox of the user's transfers; never lost.
    package let outbox: any OutboxStore
    /// Notes of the sessions that the user's consoles had at the bank from here.
    package let sessions: any SessionNotes

    /// Creates a value from its parts; default notes live only as long as this value.
    package init(
        records: any RecordStore,
        outbox: any OutboxStore,
        sessions: any SessionNotes = InMemorySessionNotes()
    ) {
        self.records = records
        self.outbox = outbox
        self.sessions = sessions
    }
}
