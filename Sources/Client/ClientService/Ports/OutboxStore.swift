public import CoreVocabulary
public import IdentityCore
public import SyncCore

/// The file that holds what the user asked for until the bank has decided it, and after.
///
/// Each call is on the disk when it returns. Nothing is ever deleted. The methods wait for the disk
/// and are called from one actor, so that nothing comes between reading a state and writing it.
public protocol OutboxStore: Sendable {
    /// Everything that was not acknowledged and can be read, oldest first.
    func load() throws -> [OutboxRecord]

    /// The newest transfers that were acknowledged and can be read, the newest first.
    ///
    /// - Parameter limit: The most that are looked at.
    /// - Returns: The transfers.
    /// - Throws: An error of the store.
    func acknowledged(limit: Int) throws -> [OutboxRecord]

    /// The number of transfers that were not acknowledged and cannot be read any more; the outbox of
    /// a closed console that cannot be opened counts as one.
    ///
    /// Nothing of them is removed, and their keys and numbers are given to no other transfer.
    func unreadableCount() throws -> Int

    /// Adds a transfer, and gives it its place in the console's sequence in the same commit; its
    /// key is not in the file yet.
    ///
    /// - Returns: The transfer as it is stored. One that has a stamp already keeps it.
    @discardableResult
    func insert(_ record: OutboxRecord) throws -> OutboxRecord

    /// Replaces what is stored under the keys of records, in one commit.
    ///
    /// - Parameters:
    ///   - records: The records as they are now.
    ///   - isLasting: Whether it has to survive a loss of power from now on. What need not may read
    ///     afterwards as it did before, but never as anything else.
    /// - Throws: When it cannot be written, or a key is unknown; nothing has changed then.
    func update(_ records: [OutboxRecord], isLasting: Bool) throws

    /// How far the console's sequence has come, and the key that signs it.
    func device() throws -> DeviceSequence

    /// Begins a sequence under another key, because the bank has seen more of this one than this
    /// file knows of: numbers are never given twice.
    func beginDevice() throws

    /// An epoch of the bank's books that was noted under a mark; zero before the first.
    ///
    /// Marks are kept here and not in the record, because a record may be thrown away.
    func epoch(_ mark: EpochMark) throws -> UInt64

    /// Notes an epoch under a mark; a lower one than was noted changes nothing.
    func raise(_ mark: EpochMark, to epoch: UInt64) throws

    /// Closes the file and forgets its key.
    func close()
}

extension OutboxStore {
    /// Replaces what is stored under the record's key, for good.
    ///
    /// - Throws: As with many.
    public func update(_ record: OutboxRecord) throws {
        try update([record], isLasting: true)
    }
}

/// The notes that the outbox keeps about epochs of the bank's books.
public enum EpochMark: UInt8, Hashable, Sendable, CaseIterable {
    /// The highest that this console has seen.
    case seen = 1
    /// The one whose books were asked about every decision that waits to be seen.
    case inboxChecked = 2
    /// The one of which the user has read that it began.
    case noticeRead = 3
}

/// A transfer as the outbox stores it.
public struct OutboxRecord: Hashable, Sendable {
    /// How it stands; stored before whatever leads out of it is done.
    public enum State: Hashable, Sendable {
        /// It waits to be sent.
        case queued
        /// It is being sent, or was when the process ended.
        case sending
        /// It was sent, and no answer came.
        case unknown
        /// It may have been sent, and was taken back: the bank is being asked, and decides.
        case cancelAsked
        /// Its code was refused; nothing was decided.
        case needsCode(CodeRefusal)
        /// It was taken back.
        case cancelled
        /// The bank decided.
        case decided(IntentDecision)
    }

    /// Exactly what was authorised; it holds the key.
    public let reviewed: ReviewedTransfer
    /// The proof that the user authorised it; another one after a code was refused.
    public internal(set) var proof: AuthorisationProof
    /// When it was put into the outbox.
    public let queuedAt: Instant
    /// How it stands.
    public internal(set) var state: State
    /// How often it may have reached the bank.
    public internal(set) var sendCount: Int
    /// Whether the user has seen how it ended.
    public internal(set) var isAcknowledged: Bool
    /// True if the bank posted it and does not know of it any more, because its books were restored
    /// from a copy that was made before, or such a copy was put back by hand and written on.
    public internal(set) var isLost: Bool
    /// Its place in what this console asked for; nil for one of a release that kept none.
    public private(set) var stamp: DeviceStamp?

    /// Makes a record from its parts.
    public init(
        reviewed: ReviewedTransfer,
        proof: AuthorisationProof,
        queuedAt: Instant,
        state: State = .queued,
        sendCount: Int = 0,
        isAcknowledged: Bool = false,
        isLost: Bool = false,
        stamp: DeviceStamp? = nil
    ) {
        self.reviewed = reviewed
        self.proof = proof
        self.queuedAt = queuedAt
        self.state = state
        self.sendCount = sendCount
        self.isAcknowledged = isAcknowledged
        self.isLost = isLost
        self.stamp = stamp
    }

    /// The record with its place in the console's sequence; one that has a place keeps it.
    public func stamped(in sequence: inout DeviceSequence) -> OutboxRecord {
        guard stamp == nil else { return self }
        var record = self
        record.stamp = sequence.stamp(reviewed)
        return record
    }

    /// The key, made at review and never again.
    public var key: IntentKey { reviewed.intentKey }
}
