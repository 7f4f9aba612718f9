public import CoreVocabulary
public import Cryptography
public import SyncCore

/// The console's description of its record, sent before it synchronises.
public struct BeginSyncRequest: Hashable, Sendable {
    /// The release of the console, such as `0.1.0`.
    public let app: String
    /// The form of the record on this console.
    public let recordVersion: Int64
    /// The cursor of the record; nil when the record is empty.
    public let cursor: Cursor?
    /// The console's public key (Ed25519, 32 bytes); empty if it keeps no sequence.
    public let deviceKey: [UInt8]
    /// The last number of the console's sequence of intents; zero before the first.
    public let deviceSequence: Int64

    /// Creates a request from its fields.
    public init(
        app: String,
        recordVersion: Int64,
        cursor: Cursor?,
        deviceKey: [UInt8],
        deviceSequence: Int64
    ) {
        self.app = app
        self.recordVersion = recordVersion
        self.cursor = cursor
        self.deviceKey = deviceKey
        self.deviceSequence = deviceSequence
    }
}

/// The way in which a console catches up, with the head of the feed and the end of its lease.
public struct BeginSyncReply: Hashable, Sendable {
    /// The ways to catch up.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Changes after the console's cursor.
        case delta
        /// The whole record at a cursor, in pages.
        case snapshot
        /// The console's cursor is of another epoch: everything must be compared.
        case epochChanged = "epoch-changed"
        /// The console is ahead of the bank in the same epoch: the bank lost something, and nothing
        /// may be called live.
        case rolledBack = "rolled-back"
        /// The bank no longer serves this release.
        case upgrade
    }

    /// The way to catch up with the feed.
    public let mode: Mode
    /// The head of the feed.
    public let head: Cursor
    /// The end of the lease, by the bank's clock.
    public let leaseEndsAt: Instant
    /// The last number that the bank has of the console's sequence; zero before the first.
    public let deviceSequence: Int64
    /// The bank's time when it replied.
    public let serverTime: Instant
    /// Offset of the zone in which the bank counts its days; nil from a bank of an earlier release.
    public let zone: ZoneOffset?

    /// Creates a reply from its fields.
    public init(
        mode: Mode,
        head: Cursor,
        leaseEndsAt: Instant,
        deviceSequence: Int64,
        serverTime: Instant,
        zone: ZoneOffset? = nil
    ) {
        self.mode = mode
        self.head = head
        self.leaseEndsAt = leaseEndsAt
        self.deviceSequence = deviceSequence
        self.serverTime = serverTime
        self.zone = zone
    }
}

/// A request for one page of a snapshot.
public struct SnapshotRequest: Hashable, Sendable {
    /// The cursor of the snapshot; nil to begin one at the head.
    public let at: Cursor?
    /// The end of the page before; empty for the first page.
    ///
    /// It names a place, not a state: pages may be asked for again, and after an interruption.
    public let page: String
    /// The largest number of changes on the page, 1 to ``FeedBatch/changeLimit``; the holds of an
    /// account stay together even beyond it.
    public let limit: Int

    /// Creates a request from its fields.
    public init(at: Cursor?, page: String, limit: Int = FeedBatch.changeLimit) {
        self.at = at
        self.page = page
        self.limit = limit
    }
}

/// The reply that carries a page of a snapshot.
public struct SnapshotReply: Hashable, Sendable {
    /// The cursor of the snapshot, the same on all its pages.
    public let at: Cursor
    /// Accounts, their holds and entries, payees and decisions as of the cursor; an account comes
    /// before its entries, and they come in order.
    public let changes: [FeedChange]
    /// The beginning of the next page; nil when this is the last.
    public let nextPage: String?
    /// The root of the trie over all accounts at the cursor, on the last page.
    public let root: Digest256?
    /// The bank's time when it replied.
    public let serverTime: Instant

    /// Creates a page from its fields.
    public init(
        at: Cursor,
        changes: [FeedChange],
        nextPage: String?,
        root: Digest256?,
        serverTime: Instant
    ) {
        self.at = at
        self.changes = changes
        self.nextPage = nextPage
        self.root = root
        self.serverTime = serverTime
    }
}

/// One round of a comparison.
public struct ReconcileRequest: Hashable, Sendable {
    /// The cursor of the console's record; the bank answers as of it, not as of now.
    public let at: Cursor
    /// The question of this round.
    public let question: ReconcileQuestion

    /// Creates a round from its fields.
    public init(at: Cursor, question: ReconcileQuestion) {
        self.at = at
        self.question = question
    }
}

/// A request for entries of an account by their places.
public struct EntriesRequest: Hashable, Sendable {
    /// The most entries in one answer.
    public static let entryLimit = 2_000

    /// The account that has the entries.
    public let accountID: AccountID
    /// The first place of the range, 1 or more.
    public let first: Int64
    /// The last account sequence of the range, included.
    public let last: Int64

    /// Creates a request from its fields.
    public init(accountID: AccountID, first: Int64, last: Int64) {
        self.accountID = accountID
        self.first = first
        self.last = last
    }
}

/// A console's confirmation that it has destroyed its record.
public struct WipeReceipt: Hashable, Sendable {
    /// The nonce that the bank's order to wipe carried.
    public let nonce: [UInt8]
    /// The console's signature over the nonce, or empty if it has no key.
    public let signature: [UInt8]

    /// Creates a receipt from its fields.
    public init(nonce: [UInt8], signature: [UInt8]) {
        self.nonce = nonce
        self.signature = signature
    }
}
