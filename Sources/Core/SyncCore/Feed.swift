package import CoreVocabulary

/// Position in the feed of committed changes: everything up to it has been applied.
///
/// The epoch changes when the bank is restored from an older copy. Positions of two epochs cannot
/// be compared.
package struct Cursor: Hashable, Sendable {
    /// Epoch of the bank's record to which the position belongs.
    package let epoch: UInt64
    /// Feed sequence of the last change applied; zero before the first.
    package let feedSequence: Int64
    /// Version of the user's account scope: feed sequence of the last grant or end of a grant.
    package let scopeVersion: Int64
    /// MAC by which the bank signs the position for one user; it accepts only cursors that it signed.
    package let mac: UInt128

    /// Creates a cursor from its parts.
    package init(epoch: UInt64, feedSequence: Int64, scopeVersion: Int64 = 0, mac: UInt128 = 0) {
        self.epoch = epoch
        self.feedSequence = feedSequence
        self.scopeVersion = scopeVersion
        self.mac = mac
    }

    /// True if this cursor has the same epoch as the other and is at or after it.
    func hasReached(_ other: Cursor) -> Bool {
        epoch == other.epoch && feedSequence >= other.feedSequence
    }
}

/// One committed change, as sent to a user with access.
package enum FeedChange: Hashable, Sendable {
    /// The current state of an account, also sent when the user first sees it.
    case account(AccountRecord)
    /// A new entry of an account.
    case entry(EntryRecord)
    /// The current state of a hold.
    case hold(HoldRecord)
    /// The current state of a payee.
    case payee(PayeeRecord)
    /// The bank's decision about an intent of the user.
    case decision(IntentDecision)
    /// The user lost access to an account.
    case accessRevoked(AccountID)

    /// Canonical byte encoding: a tag byte, then the bytes of the record.
    package var canonicalBytes: [UInt8] {
        switch self {
        case .account(let record): [1] + record.canonicalBytes
        case .entry(let record): [2] + record.canonicalBytes
        case .hold(let record): [3] + record.canonicalBytes
        case .payee(let record): [4] + record.canonicalBytes
        case .decision(let record): [5] + record.canonicalBytes
        case .accessRevoked(let accountID): [6] + accountID.bytes
        }
    }

    /// Decodes a change from its canonical bytes.
    ///
    /// - Throws: ``CanonicalDecodingError`` for bytes that ``canonicalBytes`` would not produce.
    package init(canonicalBytes bytes: [UInt8]) throws(CanonicalDecodingError) {
        let rest = bytes.dropFirst()
        switch bytes.first {
        case 1: self = .account(try AccountRecord(canonicalBytes: rest))
        case 2: self = .entry(try EntryRecord(canonicalBytes: rest))
        case 3: self = .hold(try HoldRecord(canonicalBytes: rest))
        case 4: self = .payee(try PayeeRecord(canonicalBytes: rest))
        case 5: self = .decision(try IntentDecision(canonicalBytes: rest))
        case 6:
            guard let accountID = AccountID(bytes: rest) else { throw .invalidValue }
            self = .accessRevoked(accountID)
        case nil: throw .truncated
        default: throw .invalidValue
        }
    }
}

/// Batch of changes in commit order; it ends at the end of a journal.
package struct FeedBatch: Hashable, Sendable {
    /// Maximum number of changes in a batch; those of one journal stay together even beyond it.
    package static let changeLimit = 2_000

    /// Cursor that the changes follow, or nil from the beginning; a record elsewhere missed something.
    package let after: Cursor?
    /// The changes after the requested cursor.
    package let changes: [FeedChange]
    /// Cursor at the end of the batch.
    package let cursor: Cursor
    /// Head of the feed when the batch was made.
    package let head: Cursor

    /// Creates a batch from its parts.
    package init(changes: [FeedChange], after: Cursor? = nil, cursor: Cursor, head: Cursor) {
        self.after = after
        self.changes = changes
        self.cursor = cursor
        self.head = head
    }

    /// True if the batch reaches the head that the feed had when the batch was made.
    package var reachesHead: Bool { cursor == head }
}
