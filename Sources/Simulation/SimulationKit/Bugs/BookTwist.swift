import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore

/// Deviations of the planted bugs when the books are read or written; by default there are none.
struct BookTwist: Sendable {
    typealias Lens<Value> = @Sendable (Value) -> Value

    /// True if the decision is still remembered.
    var remembers: @Sendable (IntentRecord) -> Bool = { _ in true }
    /// Returns the feed head that readers get.
    var head: @Sendable (any LedgerReading) throws -> Int64 = { try $0.feedHead() }
    /// True if a row of the feed is shown.
    var shows: @Sendable (FeedRow) -> Bool = { _ in true }
    /// The account that the bank judges.
    ///
    /// Written accounts keep their true limits and pending credits.
    var account: Lens<StoredAccount> = { $0 }
    var transfer: Lens<TransferRecord> = { $0 }
    var session: Lens<SessionRecord> = { $0 }
    var user: Lens<UserRecord> = { $0 }
    var payee: Lens<PayeeRecord> = { $0 }
    /// Returns the grant that readers get, given the true one.
    var grant: @Sendable (AccessGrant?, UserID, AccountID) -> AccessGrant? = { grant, _, _ in grant
    }
    /// Kinds of data that readers do not find, though it was written.
    var forgets: Set<Memory> = []
    /// True if a write that the bank asks for is dropped.
    var drops: @Sendable (Writing) -> Bool = { _ in false }
    /// Delay with which holds are found due, in nanoseconds.
    var expiryDelayNanoseconds: Int64 = 0
    /// The day whose allowance is looked up.
    var allowanceDay: Lens<BusinessDate> = { $0 }
    /// True if the newest session is displaced, and not the one that was idle the longest.
    var displacesNewest = false
    /// True if the writes of a failed job are kept.
    var keepsFailedJobs = false
    /// True if audit rows name no actor.
    var hidesActors = false
    /// True if transfers do not name the member of staff who made them.
    var hidesMakers = false
    /// True if the audit log names the last of several journals.
    var namesLastJournal = false
    /// True if failed sign-ins from all places share one count.
    var joinsPlaces = false

    /// A kind of data that the books remember.
    enum Memory: Hashable, Sendable {
        case spentSteps, tries, limits, openSessions, dueHolds, journals, devices, lastEntry
        case narratives, allowances, places
    }

    /// A kind of write to the books.
    enum Writing: Hashable, Sendable {
        case audit(AuditRow.Action)
        case sessionEnd(SessionEnd)
        case tries, refusedJournal, tombstone, stamp, evidence
    }
}
