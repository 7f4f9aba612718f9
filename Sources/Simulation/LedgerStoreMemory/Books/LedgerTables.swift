import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import SyncCore

/// Tables of accounts, transfers, entries and holds.
struct LedgerTables: Sendable {
    /// Entry with its internal data, which the account's holder does not see.
    struct StoredEntry: Sendable {
        let record: EntryRecord
        let side: Side
        let chainHash: Digest256
        let feedSequence: Int64
        let groupSequence: Int64
    }

    /// Key of a hold record: the transfer and the account.
    struct HoldKey: Hashable, Sendable {
        let transferID: TransferID
        let account: Int
    }

    /// The accounts in the order of opening.
    var accounts: [StoredAccount] = []
    var accountPlaces: [AccountID: Int] = [:]
    /// The identifiers by the bytes of the account numbers; texts that only look alike differ.
    var accountNumbers: [[UInt8]: AccountID] = [:]

    /// The transfers in booking order; later resolutions and reversals are in separate tables.
    var transfers: [TransferRecord] = []
    var transferPlaces: [TransferID: Int] = [:]
    /// The indexes of a journal's transfers, in the order of the journal.
    var journals: [JournalID: [Int]] = [:]
    /// The reversal of each reversed transfer.
    var reversals: [TransferID: TransferID] = [:]
    var resolutions: [TransferID: PendingResolution] = [:]
    /// Open holds that expire, earliest expiry first.
    var dueHolds: [ExpiringHold] = []
    var refusedJournals: [JournalID: JournalRecord] = [:]
    /// The hash of the narrative of each journal.
    var narratives: [JournalID: Digest256] = [:]
    /// The latest booking time after each transfer, end of a hold and refusal; never decreases.
    var latestBookings: [Instant] = []

    /// The entries of each account; the entry at index n has the account sequence n + 1.
    var entries: [[StoredEntry]] = []
    /// The holds of each account, oldest first.
    var holds: [[HoldRecord]] = []
    var holdPlaces: [HoldKey: Int] = [:]
}
