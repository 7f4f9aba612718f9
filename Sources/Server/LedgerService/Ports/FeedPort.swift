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
    /// The grant of a user for an account that is in force; nil for none.
    func grant(of userID: UserID, for accountID: AccountID) throws -> AccessGrant?
    /// The payee of a user with an account; nil when there never was one.
    func payee(of userID: UserID, with accountID: AccountID) throws -> PayeeRecord?
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
