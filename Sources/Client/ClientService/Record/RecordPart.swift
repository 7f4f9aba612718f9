package import CoreVocabulary
package import SyncCore

/// A part of a record that is fetched again as a whole: accounts with their holds, and payees.
package struct RecordPart: Hashable, Sendable {
    /// Identifiers of the accounts, without duplicates, in order.
    package var accountIDs: [AccountID]
    /// True if the payees belong to the part.
    package var hasPayees: Bool

    /// Creates a part; without arguments an empty one.
    package init(accountIDs: [AccountID] = [], hasPayees: Bool = false) {
        self.accountIDs = accountIDs
        self.hasPayees = hasPayees
    }

    /// True if the part is empty.
    package var isEmpty: Bool { accountIDs.isEmpty && !hasPayees }
}

/// A row of an account, a hold or a payee in the record.
package struct ToldRow: Hashable, Sendable {
    /// Account of the row; for a payee, the account that is paid.
    package let accountID: AccountID
    /// True if the row is a payee's.
    package let isPayee: Bool
    /// The decoded row as a feed change; nil if it cannot be opened.
    package let change: FeedChange?
    /// The bytes as stored on the disk.
    package let storedBytes: [UInt8]

    /// Creates a row from its parts.
    package init(
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
