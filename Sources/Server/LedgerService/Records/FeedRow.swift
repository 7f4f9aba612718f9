public import CoreVocabulary
public import SyncCore

/// A change at its place in the feed.
public struct FeedRow: Hashable, Sendable {
    /// Whose feed a change belongs to.
    public enum Scope: Hashable, Sendable {
        /// Everybody who has access to the account.
        case account(AccountID)
        /// One user.
        case user(UserID)
    }

    /// Its number; the feed has no gaps.
    public let feedSequence: Int64
    /// The number of the first change that was committed together with it; a batch never ends
    /// between two changes that have this in common.
    public let groupSequence: Int64
    /// What consoles are told.
    public let change: FeedChange

    /// Makes a row.
    public init(feedSequence: Int64, groupSequence: Int64, change: FeedChange) {
        self.feedSequence = feedSequence
        self.groupSequence = groupSequence
        self.change = change
    }
}

/// Where the history of an account is read from.
public enum EntryOrder: Hashable, Sendable {
    /// Entries after a number of the feed.
    case afterFeedSequence(Int64)
    /// Entries after a place in the account.
    case afterAccountSequence(Int64)
}
