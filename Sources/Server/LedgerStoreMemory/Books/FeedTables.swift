import CoreVocabulary
import LedgerService
import SyncCore

/// The numbers of the feed, the changes that are no entries, and who sees what.
struct FeedTables: Sendable {
    /// A number of the feed that was given out, and where what has it stands.
    struct Slot: Sendable {
        /// What has the number.
        enum Place: Sendable {
            /// An entry: its account's place, and its own in the account.
            case entry(account: Int, index: Int)
            /// Another change of an account: the account's place.
            case change(account: Int)
            /// A change for one user.
            case ownChange(UserID)
        }

        let sequence: Int64
        /// How many numbers after it were given out for the history of an account.
        let backfillCount: Int64
        let groupSequence: Int64
        let place: Place
    }

    /// All grants of a user for one account, by their number in the feed.
    struct GrantLine: Sendable {
        let account: Int
        var grants: [AccessGrant]
    }

    /// Whose payee, with which account.
    struct PayeeKey: Hashable, Sendable {
        let userID: UserID
        let account: Int
    }

    /// A payee as it was from a number of the feed on.
    struct PayeeLine: Sendable {
        let feedSequence: Int64
        let record: PayeeRecord
    }

    /// The last number given out.
    var head: Int64 = 0
    /// Ascending.
    var slots: [Slot] = []
    /// By account, ascending.
    var accountChanges: [[FeedRow]] = []
    /// Ascending.
    var userChanges: [UserID: [FeedRow]] = [:]
    /// By account in the order of opening.
    var grants: [UserID: [GrantLine]] = [:]
    /// By account: the users who have a grant for it in force.
    var viewers: [Int: Set<UserID>] = [:]
    /// Ascending.
    var payees: [PayeeKey: [PayeeLine]] = [:]
}
