public import CoreVocabulary
public import SyncCore

/// Asks for rows that are no entries as they were at a cursor, to put right what is damaged here.
public struct RecordsRequest: Hashable, Sendable {
    /// The most accounts in one request: with their identifiers it stays below the limit of one.
    public static let accountLimit = 1_000

    /// The cursor of the console's record; the bank answers as of it, not as of now.
    public let at: Cursor
    /// The accounts, up to ``accountLimit``; each is told with its holds.
    public let accountIDs: [AccountID]
    /// True if the payees are asked for as well.
    public let hasPayees: Bool

    /// Creates a request as of a cursor.
    public init(at: Cursor, accountIDs: [AccountID], hasPayees: Bool) {
        self.at = at
        self.accountIDs = accountIDs
        self.hasPayees = hasPayees
    }
}

/// The answer to a request for accounts, holds and payees at a cursor.
public enum RecordsAnswer: Hashable, Sendable {
    /// The console has to catch up first: what the user may see changed after the cursor, or too
    /// much has happened since to look back at once.
    case behind
    /// The user's records as of the requested cursor.
    case told(ToldRecords)
}

/// Accounts, their holds and the payees as they were at a cursor.
public struct ToldRecords: Hashable, Sendable {
    /// The number of accounts that are told of, from the first of the request on; the rest is asked
    /// for again.
    public let accountCount: Int
    /// Each account that the user may see, followed by the holds that were pending; then the payees.
    ///
    /// An account that the user may not see is left out.
    public let changes: [FeedChange]
    /// True if the payees are told, all of them; they come when no account is left.
    public let hasPayees: Bool

    /// Creates an answer from its changes.
    public init(accountCount: Int, changes: [FeedChange], hasPayees: Bool) {
        self.accountCount = accountCount
        self.changes = changes
        self.hasPayees = hasPayees
    }
}
