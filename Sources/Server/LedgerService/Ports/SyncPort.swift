package import CoreVocabulary
package import Cryptography
package import SyncCore

/// Read operations for synchronising consoles, as of a feed number.
package protocol SyncReading {
    /// Returns the number of a user's last grant or revocation up to a feed number; zero for none.
    func scopeVersion(of userID: UserID, upTo sequence: Int64) throws -> Int64
    /// Returns the last change of an account's own feed that states its record, up to a feed
    /// number; nil if there is none.
    func lastAccountChange(of accountID: AccountID, upTo sequence: Int64) throws -> FeedRow?
    /// Returns the chain heads of existing accounts as of a feed number, in the given order.
    ///
    /// An account without entries by then has the start of its chain.
    func chains(of accountIDs: [AccountID], upTo sequence: Int64) throws -> [AccountLeaf]
    /// Returns the hashes of an account's chain after some places, in order; nil beyond the end.
    func chainHashes(of accountID: AccountID, after places: [Int64]) throws -> [Digest256?]
    /// Returns the accounts with an entry or an own change in a range of the feed, ascending.
    func accountsWithNews(after sequence: Int64, upTo last: Int64) throws -> [AccountID]
    /// Returns the users whose feeds have news in a range of feed numbers, ascending.
    ///
    /// News is a change of the user's own, or one of an account for which they have a grant now.
    ///
    /// - Complexity: O(n) in the range and the users found.
    func usersWithNews(after sequence: Int64, upTo last: Int64) throws -> [UserID]
    /// Returns the keys that have signed cursors, oldest first.
    func cursorKeys() throws -> [CursorKeyRecord]
    /// Returns a console of a user; nil if it was never seen.
    func device(_ deviceID: DeviceID, of userID: UserID) throws -> DeviceRecord?
    /// Returns the stamp with the highest number from a console of a user; nil before the first.
    func lastStamp(of deviceID: DeviceID, of userID: UserID) throws -> StampRecord?
    /// Returns the last stamp with a number from a console of a user; nil if there is none.
    func stamp(of deviceID: DeviceID, of userID: UserID, at sequence: Int64) throws -> StampRecord?
    /// Returns the stamp of an intent; nil if it has none.
    func stamp(of key: IntentKey) throws -> StampRecord?
}

/// Write operations for synchronising consoles; rows are only added.
package protocol SyncWriting {
    /// Inserts a key that signs cursors from now on.
    func insert(_ key: CursorKeyRecord) throws
    /// Inserts a console of a user.
    func insert(_ device: DeviceRecord) throws
    /// Inserts the stamp of an intent that was inserted before.
    func insert(_ stamp: StampRecord) throws
}
