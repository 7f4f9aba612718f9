package import CoreVocabulary
package import SyncCore

/// A user's access to an account, and the place of the account's history in their feed.
///
/// A user who is granted access later must receive the whole history. Therefore the grant reserves
/// a range of feed numbers: the grant itself has `baseSequence`, and the account's entries up to
/// then have, for this user only, the `backfillCount` numbers after it. All other feeds have no
/// change there. A cursor stays one number, and a console that was interrupted in the middle of the
/// history continues from there.
package struct AccessGrant: Hashable, Sendable {
    /// The user who has the access.
    package let userID: UserID
    /// The account to which it applies.
    package let accountID: AccountID
    /// The user's access; nil after a revocation.
    package let access: AccountRecord.Access?
    /// The feed number of the grant since which the user sees the account.
    package let baseSequence: Int64
    /// The number of entries that the account had at that time.
    package let backfillCount: Int64
    /// The feed number of this row.
    package let feedSequence: Int64
    /// The time of the grant or the revocation.
    package let grantedAt: Instant

    /// Creates a grant from stored values.
    package init(
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

    /// The last feed number reserved for the history.
    package var lastBackfillSequence: Int64 { baseSequence + backfillCount }
}
