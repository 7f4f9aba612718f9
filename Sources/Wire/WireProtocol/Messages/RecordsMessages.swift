package import CoreVocabulary
package import SyncCore

/// A request for accounts, holds and payees as of a cursor, to repair damaged rows.
package struct RecordsRequest: Hashable, Sendable {
    /// The most accounts in one request: with their identifiers it stays below the limit of one.
    package static let accountLimit = 1_000

    /// The cursor of the console's record; the bank answers as of it, not as of now.
    package let at: Cursor
    /// The accounts, up to ``accountLimit``; each is told with its holds.
    package let accountIDs: [AccountID]
    /// True if the payees are requested too.
    package let hasPayees: Bool

    /// Creates a request as of a cursor.
    package init(at: Cursor, accountIDs: [AccountID], hasPayees: Bool) {
        self.at = at
        self.accountIDs = accountIDs
        self.hasPayees = hasPayees
    }
}

/// The answer to a request for accounts, holds and payees at a cursor.
package enum RecordsAnswer: Hashable, Sendable {
    /// The console must catch up first: the user's rights changed after the cursor, or too much has
    /// happened since.
    case behind
    /// The user's records as of the requested cursor.
    case told(ToldRecords)
}

/// Accounts, their holds and the payees as they were at a cursor.
package struct ToldRecords: Hashable, Sendable {
    /// The number of accounts in the answer, from the first of the request on; the console asks for
    /// the rest again.
    package let accountCount: Int
    /// Each account that the user may see, with its pending holds; then the payees.
    ///
    /// An account that the user may not see is left out.
    package let changes: [FeedChange]
    /// True if all payees are in the answer; they come when no account is left.
    package let hasPayees: Bool

    /// Creates an answer from its changes.
    package init(accountCount: Int, changes: [FeedChange], hasPayees: Bool) {
        self.accountCount = accountCount
        self.changes = changes
        self.hasPayees = hasPayees
    }
}
