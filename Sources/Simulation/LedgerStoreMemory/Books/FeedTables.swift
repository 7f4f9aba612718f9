import CoreVocabulary
import LedgerService
import SyncCore

/// Feed numbers, changes other than entries, grants and payees.
struct FeedTables: Sendable {
    /// Assigned feed number with a reference to its entry or change.
    struct Slot: Sendable {
        /// Location of the entry or change with the number.
        enum Place: Sendable {
            /// An entry, located by its account's index and its index in the account.
            case entry(account: Int, index: Int)
            /// Another change of an account, located by the account's index.
            case change(account: Int)
            /// A change for one user.
            case ownChange(UserID)
        }

        let sequence: Int64
        /// The number of feed numbers after it that are reserved for the history of an account.
        let backfillCount: Int64
        let groupSequence: Int64
        let place: Place
    }

    /// All grants of a user for one account, ascending by their feed numbers.
    struct GrantLine: Sendable {
        let account: Int
        var grants: [AccessGrant]
    }

    /// Key of a payee: the user and the account.
    struct PayeeKey: Hashable, Sendable {
        let userID: UserID
        let account: Int
    }

    /// State of a payee from a feed number on.
    struct PayeeLine: Sendable {
        let feedSequence: Int64
        let record: PayeeRecord
    }

    /// The last assigned feed number.
    var head: Int64 = 0
    /// The assigned numbers, ascending.
    var slots: [Slot] = []
    /// The changes of each account, ascending, by the account's index.
    var accountChanges: [[FeedRow]] = []
    /// The changes of each user, ascending.
    var userChanges: [UserID: [FeedRow]] = [:]
    /// The grants of each user, by account in the order of opening.
    var grants: [UserID: [GrantLine]] = [:]
    /// The users who have a grant in force for an account, by the account's index.
    var viewers: [Int: Set<UserID>] = [:]
    /// The states of each payee, ascending by feed number.
    var payees: [PayeeKey: [PayeeLine]] = [:]
}
