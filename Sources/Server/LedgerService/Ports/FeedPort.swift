public import CoreVocabulary
public import SyncCore

/// Reads of the feed and of who sees what.
public protocol FeedReading {
    /// Which life of the books this is; random for each database.
    func epoch() throws -> UInt64
    /// The last number given out in the feed; zero before the first.
    func feedHead() throws -> Int64
    /// The grants of a user that are in force, by account.
    func grants(of userID: UserID) throws -> [AccessGrant]
    /// Grants of a user that are in force, in the order in which they were given.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - sequence: Only those that were given after this number of the feed; zero for all.
    ///   - limit: How many at most.
    /// - Returns: The grants; ``AccessGrant/baseSequence`` says when each was given.
    /// - Throws: What the store throws.
    func grants(
        of userID: UserID,
        givenAfter sequence: Int64,
        limit: Int
    ) throws -> [AccessGrant]
    /// The grant of a user for an account that is in force; nil for none.
    func grant(of userID: UserID, for accountID: AccountID) throws -> AccessGrant?
    /// The grants of a user that are in force whose accounts have an entry, or a change of their own,
    /// with a number in a range of the feed that comes after their history; in the order of the
    /// numbers, an account as often as it has news.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - sequence: The number before the range.
    ///   - last: The last number of the range.
    ///   - limit: How many numbers at most.
    /// - Returns: The numbers with the grants.
    /// - Throws: What the store throws.
    /// - Complexity: That of the range up to the last number that is returned.
    func grantsWithNews(
        of userID: UserID,
        after sequence: Int64,
        upTo last: Int64,
        limit: Int
    ) throws -> [(feedSequence: Int64, grant: AccessGrant)]
    /// The first number of what was committed together with the next row after a number of the feed,
    /// whoever is told of it; nil at the head.
    func groupSequence(after sequence: Int64) throws -> Int64?
    /// The accounts that a user was given once and does not have now, or was given anew after a
    /// number of the feed; ascending.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - sequence: The number of the feed.
    ///   - last: Only accounts after this one; nil for all.
    ///   - limit: The most accounts.
    /// - Returns: The accounts.
    /// - Throws: What the store throws.
    func accountsLost(
        by userID: UserID,
        since sequence: Int64,
        after last: AccountID?,
        limit: Int
    ) throws -> [AccountID]
    /// The payee of a user with an account; nil when there never was one.
    func payee(of userID: UserID, with accountID: AccountID) throws -> PayeeRecord?
    /// The payees of a user as they were at a number of the feed, in the order of their accounts'
    /// identifiers.
    ///
    /// - Parameters:
    ///   - userID: The user.
    ///   - sequence: The number; what was told later does not count.
    /// - Returns: The payees, the removed ones as well.
    /// - Throws: What the store throws.
    /// - Complexity: That of what was ever told of the user's payees.
    func payees(of userID: UserID, upTo sequence: Int64) throws -> [PayeeRecord]
    /// Entries of an account in order.
    ///
    /// Read by place in the account they have their numbers in the feed all the same.
    func entries(of accountID: AccountID, _ order: EntryOrder, limit: Int) throws -> [FeedRow]
    /// Changes other than entries that belong to a scope, in order.
    func changes(in scope: FeedRow.Scope, after sequence: Int64, limit: Int) throws -> [FeedRow]
}

/// Writes of the feed and of who sees what.
public protocol FeedWriting {
    /// Adds a change other than an entry.
    ///
    /// - Parameters:
    ///   - row: The change.
    ///   - scope: Whose feed it belongs to.
    ///   - backfillCount: How many numbers after it are given out for the history of an account.
    /// - Throws: What the store throws; nothing of the database transaction stays then.
    func insert(_ row: FeedRow, scope: FeedRow.Scope, backfillCount: Int64) throws
    /// Adds a grant, or its end.
    func insert(_ grant: AccessGrant) throws
    /// Adds a payee, or how it now is.
    func insert(_ payee: PayeeRecord, of userID: UserID, feedSequence: Int64) throws
}
