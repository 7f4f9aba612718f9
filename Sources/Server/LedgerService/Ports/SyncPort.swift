public import CoreVocabulary
public import Cryptography
public import SyncCore

/// Reads for keeping consoles in agreement with the books, as of a place in the feed.
public protocol SyncReading {
    /// The number of the last grant of a user, or of the end of one, up to a number of the feed;
    /// zero before the first.
    func scopeVersion(of userID: UserID, upTo sequence: Int64) throws -> Int64
    /// The last change in an account's own feed, up to a number, that tells the account as it then
    /// was; nil when none does.
    func lastAccountChange(of accountID: AccountID, upTo sequence: Int64) throws -> FeedRow?
    /// The chains of accounts after the last entry up to a number of the feed, in the order of the
    /// question; the chain's beginning for an account without such an entry.
    ///
    /// - Parameters:
    ///   - accountIDs: Accounts that there are.
    ///   - sequence: The number.
    /// - Returns: A leaf for each.
    /// - Throws: What the store throws.
    func chains(of accountIDs: [AccountID], upTo sequence: Int64) throws -> [AccountLeaf]
    /// The hashes of an account's chain after some places, in the order of the question; nil where
    /// the account is shorter.
    func chainHashes(of accountID: AccountID, after places: [Int64]) throws -> [Digest256?]
    /// The accounts that have an entry, or a change of their own, with a number in a range of the
    /// feed; ascending.
    func accountsWithNews(after sequence: Int64, upTo last: Int64) throws -> [AccountID]
    /// The users whose feed has something with a number in a range: a change of their own, or news
    /// of an account that they have a grant for now; ascending.
    ///
    /// - Complexity: That of the range and of the users found.
    func usersWithNews(after sequence: Int64, upTo last: Int64) throws -> [UserID]
    /// The keys under which cursors were signed, the oldest first.
    func cursorKeys() throws -> [CursorKeyRecord]
    /// A console of a user; nil when it was never seen.
    func device(_ deviceID: DeviceID, of userID: UserID) throws -> DeviceRecord?
    /// The stamp with the greatest number that came from a console of a user; nil before the first.
    func lastStamp(of deviceID: DeviceID, of userID: UserID) throws -> StampRecord?
    /// The last stamp that came from a console of a user with a number; nil for none.
    func stamp(
        of deviceID: DeviceID,
        of userID: UserID,
        at sequence: Int64
    ) throws -> StampRecord?
    /// The stamp that came with an intent; nil for none.
    func stamp(of key: IntentKey) throws -> StampRecord?
}

/// Writes for keeping consoles in agreement with the books; rows are only added.
public protocol SyncWriting {
    /// Adds a key under which cursors are signed from now on.
    func insert(_ key: CursorKeyRecord) throws
    /// Adds a console of a user.
    func insert(_ device: DeviceRecord) throws
    /// Adds the stamp of an intent that was added before.
    func insert(_ stamp: StampRecord) throws
}
