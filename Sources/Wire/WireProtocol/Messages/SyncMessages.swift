package import CoreVocabulary
package import Cryptography
package import SyncCore

/// The console's description of its record, sent before it synchronises.
package struct BeginSyncRequest: Hashable, Sendable {
    /// The release of the console, such as `0.1.0`.
    package let app: String
    /// The form of the record on this console.
    package let recordVersion: Int64
    /// The cursor of the record; nil when the record is empty.
    package let cursor: Cursor?
    /// The console's public key (Ed25519, 32 bytes); empty if it keeps no sequence.
    package let deviceKey: [UInt8]
    /// The last number of the console's sequence of intents; zero before the first.
    package let deviceSequence: Int64

    /// Creates a request from its fields.
    package init(
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
package struct BeginSyncReply: Hashable, Sendable {
    /// The ways to catch up.
    package enum Mode: String, Hashable, Sendable, CaseIterable {
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
    package let mode: Mode
    /// The head of the feed.
    package let head: Cursor
    /// The end of the lease, by the bank's clock.
    package let leaseEndsAt: Instant
    /// The last number that the bank has of the console's sequence; zero before the first.
    package let deviceSequence: Int64
    /// The bank's time when it replied.
    package let serverTime: Instant
    /// Offset of the zone in which the bank counts its days; nil from a bank of an earlier release.
    package let zone: ZoneOffset?

    /// Creates a reply from its fields.
    package init(
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
package struct SnapshotRequest: Hashable, Sendable {
    /// The cursor of the snapshot; nil to begin one at the head.
    package let at: Cursor?
    /// The end of the page before; empty for the first page.
    ///
    /// It names a place, not a state: pages may be asked for again, and after an interruption.
    package let page: String
    /// The largest number of changes on the page, 1 to ``FeedBatch/changeLimit``; the holds of an
    /// account stay together even beyond it.
    package let limit: Int

    /// Creates a request from its fields.
    package init(at: Cursor?, page: String, limit: Int = FeedBatch.changeLimit) {
        self.at = at
        self.page = page
        self.limit = limit
    }
}

/// The reply that carries a page of a snapshot.
package struct SnapshotReply: Hashable, Sendable {
    /// The cursor of the snapshot, the same on all its pages.
    package let at: Cursor
    /// Accounts, their holds and entries, payees and decisions as of the cursor; an account comes
    /// before its entries, and they come in order.
    package let changes: [FeedChange]
    /// The beginning of the next page; nil when this is the last.
    package let nextPage: String?
    /// The root of the trie over all accounts at the cursor, on the last page.
    package let root: Digest256?
    /// The bank's time when it replied.
    package let serverTime: Instant

    /// Creates a page from its fields.
    package init(
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
package struct ReconcileRequest: Hashable, Sendable {
    /// The cursor of the console's record; the bank answers as of it, not as of now.
    package let at: Cursor
    /// The question of this round.
    package let question: ReconcileQuestion

    /// Creates a round from its fields.
    package init(at: Cursor, question: ReconcileQuestion) {
        self.at = at
        self.question = question
    }
}

/// A request for entries of an account by their places.
package struct EntriesRequest: Hashable, Sendable {
    /// The most entries in one answer.
    package static let entryLimit = 2_000

    /// The account that has the entries.
    package let accountID: AccountID
    /// The first place of the range, 1 or more.
    package let first: Int64
    /// The last account sequence of the range, included.
    package let last: Int64

    /// Creates a request from its fields.
    package init(accountID: AccountID, first: Int64, last: Int64) {
        self.accountID = accountID
        self.first = first
        self.last = last
    }
}

/// A console's confirmation that it has destroyed its record.
package struct WipeReceipt: Hashable, Sendable {
    /// The nonce that the bank's order to wipe carried.
    package let nonce: [UInt8]
    /// The console's signature over the nonce, or empty if it has no key.
    package let signature: [UInt8]

    /// Creates a receipt from its fields.
    package init(nonce: [UInt8], signature: [UInt8]) {
        self.nonce = nonce
        self.signature = signature
    }
}
