public import CoreVocabulary
public import SyncCore

/// Change at its place in the feed.
public struct FeedRow: Hashable, Sendable {
    /// Audience of a change.
    public enum Scope: Hashable, Sendable {
        /// All users who have access to the account.
        case account(AccountID)
        /// One user and nobody else.
        case user(UserID)
    }

    /// The feed number; the feed has no gaps.
    public let feedSequence: Int64
    /// The number of the first change that was committed together with it.
    ///
    /// A batch never ends between two changes with the same group number.
    public let groupSequence: Int64
    /// The change that consoles receive.
    public let change: FeedChange

    /// Creates a row from its numbers and its change.
    public init(feedSequence: Int64, groupSequence: Int64, change: FeedChange) {
        self.feedSequence = feedSequence
        self.groupSequence = groupSequence
        self.change = change
    }
}

/// Start of a reading of an account's entries.
public enum EntryOrder: Hashable, Sendable {
    /// Entries after a feed number.
    case afterFeedSequence(Int64)
    /// Entries after a place in the account.
    case afterAccountSequence(Int64)
}
