package import CoreVocabulary
package import IdentityCore
package import SyncCore

/// Durable store of the user's transfers, before and after the bank's decision.
///
/// Each call is on the disk when it returns. Nothing is ever deleted. The methods wait for the disk
/// and are called from one actor, so that nothing happens between reading a state and writing it.
package protocol OutboxStore: Sendable {
    /// Returns all readable records that were not acknowledged, oldest first.
    func load() throws -> [OutboxRecord]

    /// Returns the readable ones among the latest records that were acknowledged, newest first.
    func acknowledged(limit: Int) throws -> [OutboxRecord]

    /// Returns the number of unacknowledged transfers that can no longer be read.
    ///
    /// The outbox of a closed console that cannot be opened counts as one. Nothing of them is removed,
    /// and their keys and numbers are never reused.
    func unreadableCount() throws -> Int

    /// Adds a transfer with a new key and stamps it, in one commit.
    ///
    /// - Returns: The transfer as stored; an existing stamp is kept.
    @discardableResult
    func insert(_ record: OutboxRecord) throws -> OutboxRecord

    /// Replaces the records stored under their keys, in one commit.
    ///
    /// A change that `isLasting` survives a power failure from now on. Otherwise the old value may
    /// reappear after one, but never a third value.
    ///
    /// - Throws: If it cannot be written, or a key is unknown; nothing has changed then.
    func update(_ records: [OutboxRecord], isLasting: Bool) throws

    /// Returns the console's device sequence with the key that signs it.
    func device() throws -> DeviceSequence

    /// Begins a device sequence under another key.
    ///
    /// It is needed if the bank has seen more of the sequence than this file contains, because
    /// numbers are never reused.
    func beginDevice() throws

    /// Returns the epoch of the bank's books recorded under a mark; zero before the first.
    ///
    /// Marks are stored here and not in the record, because a record may be discarded.
    func epoch(_ mark: EpochMark) throws -> UInt64

    /// Records an epoch under a mark; ignores one that is not higher.
    func raise(_ mark: EpochMark, to epoch: UInt64) throws

    /// Closes the file and forgets its key.
    func close()
}

extension OutboxStore {
    /// Replaces the record stored under its key, durably.
    ///
    /// - Throws: As ``update(_:isLasting:)`` does.
    package func update(_ record: OutboxRecord) throws {
        try update([record], isLasting: true)
    }
}

/// Marks under which the outbox records epochs of the bank's books.
package enum EpochMark: UInt8, Hashable, Sendable, CaseIterable {
    /// The highest epoch that this console has seen.
    case seen = 1
    /// The epoch whose books were asked about every unseen decision.
    case inboxChecked = 2
    /// The epoch whose notice the user has read.
    case noticeRead = 3
}

/// A transfer as the outbox stores it.
package struct OutboxRecord: Hashable, Sendable {
    /// State of the transfer; stored before any action that leaves it.
    package enum State: Hashable, Sendable {
        /// The transfer waits to be sent.
        case queued
        /// The transfer is being sent, or was when the process ended.
        case sending
        /// The transfer was sent without an answer.
        case unknown
        /// The transfer may have been sent and was cancelled: the bank is being asked, and decides.
        case cancelAsked
        /// The code was refused; nothing was decided.
        case needsCode(CodeRefusal)
        /// The transfer was cancelled.
        case cancelled
        /// The bank decided the transfer.
        case decided(IntentDecision)
    }

    /// The transfer exactly as authorised; it contains the key.
    package let reviewed: ReviewedTransfer
    /// Proof that the user authorised it; replaced after a code was refused.
    package internal(set) var proof: AuthorisationProof
    /// Time at which it was queued.
    package let queuedAt: Instant
    /// Current state of the transfer.
    package internal(set) var state: State
    /// Number of times that it may have reached the bank.
    package internal(set) var sendCount: Int
    /// True if the user has seen its outcome.
    package internal(set) var isAcknowledged: Bool
    /// True if the bank posted it and lost it.
    ///
    /// The books were restored from an older copy, or such a copy was put back by hand and
    /// continued.
    package internal(set) var isLost: Bool
    /// Stamp in the device sequence; nil for a record of a release without stamps.
    package private(set) var stamp: DeviceStamp?

    /// Creates a record from its parts.
    package init(
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

    /// Returns the record with the next stamp of a sequence; an existing stamp is kept.
    package func stamped(in sequence: inout DeviceSequence) -> OutboxRecord {
        guard stamp == nil else { return self }
        var record = self
        record.stamp = sequence.stamp(reviewed)
        return record
    }

    /// Key of the intent, made at review and never reused.
    package var key: IntentKey { reviewed.intentKey }
}
