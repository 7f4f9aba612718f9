public import CoreVocabulary
public import SyncCore

/// A part of a record that is fetched again as a whole: accounts with their holds, and payees.
public struct RecordPart: Hashable, Sendable {
    /// Identifiers of the accounts, without duplicates, in order.
    public var accountIDs: [AccountID]
    /// True if the payees belong to the part.
    public var hasPayees: Bool

    /// Creates a part; without arguments an empty one.
    public init(accountIDs: [AccountID] = [], hasPayees: Bool = false) {
        self.accountIDs = accountIDs
        self.hasPayees = hasPayees
    }

    /// True if the part is empty.
    public var isEmpty: Bool { accountIDs.isEmpty && !hasPayees }
}

/// A row of an account, a hold or a payee in the record.
public struct ToldRow: Hashable, Sendable {
    /// Account of the row; for a payee, the account that is paid.
    public let accountID: AccountID
    /// True if the row is a payee's.
    public let isPayee: Bool
    /// The decoded row as a feed change; nil if it cannot be opened.
    public let change: FeedChange?
    /// The bytes as stored on the disk.
    public let storedBytes: [UInt8]

    /// Creates a row from its parts.
    public init(
        accountID: AccountID,
        isPayee: Bool = false,
        change: FeedChange?,
        storedBytes: [UInt8]
    ) {
        self.accountID = accountID
        self.isPayee = isPayee
        self.change = change
        self.storedBytes = storedBytes
    }

    /// Bytes to keep as evidence: the decoded change if readable, otherwise the bytes on the disk.
    var evidenceBytes: [UInt8] { change?.canonicalBytes ?? storedBytes }
}

extension AccountID {
    /// Identifier for no account, used for findings that belong to none.
    static var nobody: AccountID { AccountID(rawValue: 0) }
}
