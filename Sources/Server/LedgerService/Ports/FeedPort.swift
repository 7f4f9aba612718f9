package import CoreVocabulary
package import SyncCore

/// Read operations on the feed, grants and payees.
package protocol FeedReading {
    /// Returns the epoch of the books, which is random for each database.
    func epoch() throws -> UInt64
    /// Returns the last assigned feed number; zero before the first.
    func feedHead() throws -> Int64
    /// Returns the grants of a user that are in force, by account.
    func grants(of userID: UserID) throws -> [AccessGrant]
    /// Returns a user's grants in force that were given after a feed number, in that order.
    func grants(of userID: UserID, givenAfter sequence: Int64, limit: Int) throws -> [AccessGrant]
    /// Returns the grant of a user for an account that is in force; nil if there is none.
    func grant(of userID: UserID, for accountID: AccountID) throws -> AccessGrant?
    /// Returns the grants whose accounts have news in a range of the feed, after its first number.
    ///
    /// News is an entry, or a change of the account's own, with a number that follows the
    /// backfilled history of the grant. Only grants of the user that are in force count. The result
    /// is in the order of the numbers, and has an account as often as it has news.
    ///
    /// - Complexity: O(n) in the range up to the last number returned.
    func grantsWithNews(
        of userID: UserID,
        after sequence: Int64,
        upTo last: Int64,
        limit: Int
    ) throws -> [(feedSequence: Int64, grant: AccessGrant)]
    /// Returns the first number committed together with the next row of any feed; nil at the head.
    func groupSequence(after sequence: Int64) throws -> Int64?
    /// Returns the accounts that a user lost, or was granted anew after a feed number, in ascending
    /// order after the last one.
    ///
    /// A lost account is one that the user was granted once and has no access to now.
    func accountsLost(
        by userID: UserID,
        since sequence: Int64,
        after last: AccountID?,
        limit: Int
    ) throws -> [AccountID]
    /// Returns the payee of a user for an account; nil if there never was one.
    func payee(of userID: UserID, with accountID: AccountID) throws -> PayeeRecord?
    /// Returns the payees of a user as of a feed number, removed ones too, by account identifier.
    ///
    /// - Complexity: O(n) in all changes of the user's payees ever made.
    func payees(of userID: UserID, upTo sequence: Int64) throws -> [PayeeRecord]
    /// Returns entries of an account in order, always with their feed numbers.
    func entries(of accountID: AccountID, _ order: EntryOrder, limit: Int) throws -> [FeedRow]
    /// Returns changes other than entries that belong to a scope, in feed order.
    func changes(in scope: FeedRow.Scope, after sequence: Int64, limit: Int) throws -> [FeedRow]
}

/// Write operations on the feed, grants and payees.
package protocol FeedWriting {
    /// Inserts a change other than an entry, with the feed numbers that follow it for a history.
    func insert(_ row: FeedRow, scope: FeedRow.Scope, backfillCount: Int64) throws
    /// Inserts a grant, or its revocation.
    func insert(_ grant: AccessGrant) throws
    /// Inserts a payee, or its new state.
    func insert(_ payee: PayeeRecord, of userID: UserID, feedSequence: Int64) throws
}
