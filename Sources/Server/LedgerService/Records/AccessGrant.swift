public import CoreVocabulary
public import SyncCore

/// What a user may do with an account, and where in the feed the account's history reaches them.
///
/// A user who is given access later must get the whole history. The numbers of the feed are
/// therefore given out in one go at the grant: the grant itself has `baseSequence`, and the
/// account's entries so far stand, for this user alone, at the `backfillCount` numbers after it.
/// Everybody else's feed has no change there. A cursor stays one number, and a console that was
/// interrupted in the middle of the history goes on where it was.
public struct AccessGrant: Hashable, Sendable {
    /// Who.
    public let userID: UserID
    /// Which account.
    public let accountID: AccountID
    /// What the user may do; nil when access was taken away.
    public let access: AccountRecord.Access?
    /// The number in the feed of the grant since which the user sees the account.
    public let baseSequence: Int64
    /// How many entries the account had then.
    public let backfillCount: Int64
    /// The number in the feed of this row.
    public let feedSequence: Int64
    /// When it was given.
    public let grantedAt: Instant

    /// Makes a grant from its parts.
    public init(
        userID: UserID,
        accountID: AccountID,
        access: AccountRecord.Access?,
        baseSequence: Int64,
        backfillCount: Int64,
        feedSequence: Int64,
        grantedAt: Instant
    ) {
        self.userID = userID
        self.accountID = accountID
        self.access = access
        self.baseSequence = baseSequence
        self.backfillCount = backfillCount
        self.feedSequence = feedSequence
        self.grantedAt = grantedAt
    }

    /// The last number that was given out for the history.
    public var lastBackfillSequence: Int64 { baseSequence + backfillCount }
}
