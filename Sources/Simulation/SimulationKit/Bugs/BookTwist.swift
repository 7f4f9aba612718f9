import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore

/// What books tell or write differently than they should; nothing unless it is named.
struct BookTwist: Sendable {
    typealias Lens<Value> = @Sendable (Value) -> Value

    /// Whether a decision is remembered.
    var remembers: @Sendable (IntentRecord) -> Bool = { _ in true }
    /// Where the feed is said to end.
    var head: @Sendable (any LedgerReading) throws -> Int64 = { try $0.feedHead() }
    /// Whether a row of the feed is shown.
    var shows: @Sendable (FeedRow) -> Bool = { _ in true }
    /// An account as it is judged; it is written with the limits that it truly has, and with what
    /// is truly announced to it.
    var account: Lens<StoredAccount> = { $0 }
    var transfer: Lens<TransferRecord> = { $0 }
    var session: Lens<SessionRecord> = { $0 }
    var user: Lens<UserRecord> = { $0 }
    var payee: Lens<PayeeRecord> = { $0 }
    /// The grant of a user for an account, from the true one.
    var grant: @Sendable (AccessGrant?, UserID, AccountID) -> AccessGrant? = { grant, _, _ in grant
    }
    /// What a book does not know, though it was written there.
    var forgets: Set<Memory> = []
    /// What is not written, though the bank asks for it.
    var drops: @Sendable (Writing) -> Bool = { _ in false }
    /// How much later than they say holds are found to be due, in nanoseconds.
    var expiryDelayNanoseconds: Int64 = 0
    /// The day whose total is looked up.
    var allowanceDay: Lens<BusinessDate> = { $0 }
    /// Whether the newest session makes room for another, and not the one that was idle the longest.
    var displacesNewest = false
    /// Whether a job that fails leaves behind what it wrote.
    var keepsFailedJobs = false
    /// Whether the audit log names nobody.
    var hidesActors = false
    /// Whether transfers do not say which member of staff made them.
    var hidesMakers = false
    /// True if the audit log names the last of several journals.
    var namesLastJournal = false
    /// Whether failed sign-ins from every place are counted together.
    var joinsPlaces = false

    /// Something that books remember.
    enum Memory: Hashable, Sendable {
        case spentSteps, tries, limits, openSessions, dueHolds, journals, devices, lastEntry
        case narratives, allowances, places
    }

    /// Something that is written.
    enum Writing: Hashable, Sendable {
        case audit(AuditRow.Action)
        case sessionEnd(SessionEnd)
        case tries, refusedJournal, tombstone, stamp, evidence
    }
}
