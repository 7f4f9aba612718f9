import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import SyncCore

/// Accounts, transfers, entries and holds.
struct LedgerTables: Sendable {
    /// An entry with what the account's holder is not told.
    struct StoredEntry: Sendable {
        let record: EntryRecord
        let side: Side
        let chainHash: Digest256
        let feedSequence: Int64
        let groupSequence: Int64
    }

    /// A hold that ends by time, in the order in which time comes.
    struct DueHold: Comparable, Sendable {
        let expiresAt: Instant
        let transferID: TransferID

        static func < (left: DueHold, right: DueHold) -> Bool {
            (left.expiresAt, left.transferID) < (right.expiresAt, right.transferID)
        }
    }

    /// A hold is told to each account once.
    struct HoldKey: Hashable, Sendable {
        let transferID: TransferID
        let account: Int
    }

    /// In the order of opening.
    var accounts: [StoredAccount] = []
    var accountPlaces: [AccountID: Int] = [:]
    /// By the bytes of the number: texts that only look alike are two.
    var accountNumbers: [[UInt8]: AccountID] = [:]

    /// In the order of booking; what became of one stands in tables of its own.
    var transfers: [TransferRecord] = []
    var transferPlaces: [TransferID: Int] = [:]
    /// Places of a journal's transfers, by their index in the journal.
    var journals: [JournalID: [Int]] = [:]
    /// What reversed a transfer.
    var reversals: [TransferID: TransferID] = [:]
    var resolutions: [TransferID: PendingResolution] = [:]
    /// Open holds that end by time, soonest first.
    var dueHolds: [DueHold] = []
    var refusedJournals: [JournalID: JournalRecord] = [:]
    /// The hash of the narrative of each journal.
    var narratives: [JournalID: Digest256] = [:]
    /// The latest booked time after each transfer, end of a pending one and refusal; never falls.
    var latestBookings: [Instant] = []

    /// By account; the entry at place n has the sequence n + 1.
    var entries: [[StoredEntry]] = []
    /// By account, oldest first.
    var holds: [[HoldRecord]] = []
    var holdPlaces: [HoldKey: Int] = [:]
}
