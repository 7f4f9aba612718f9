package import CoreVocabulary
package import SyncCore

/// Change at its place in the feed.
package struct FeedRow: Hashable, Sendable {
    /// Audience of a change.
    package enum Scope: Hashable, Sendable {
        /// All users who have access to the account.
        case account(AccountID)
        /// One user and nobody else.
        case user(UserID)
    }

    /// The feed number; the feed has no gaps.
    package let feedSequence: Int64
    /// The number of the first change that was committed together with it.
    ///
    /// A batch never ends between two changes with the same group number.
    package let groupSequence: Int64
    /// The change that consoles receive.
    package let change: FeedChange

    /// Creates a row from its numbers and its change.
    package init(feedSequence: Int64, groupSequence: Int64, change: FeedChange) {
        self.feedSequence = feedSequence
        self.groupSequence = groupSequence
        self.change = change
    }
}

/// Start of a reading of an account's entries.
package enum EntryOrder: Hashable, Sendable {
    /// Entries after a feed number.
    case afterFeedSequence(Int64)
    /// Entries after a place in the account.
    case afterAccountSequence(Int64)
}
