public import CoreVocabulary
public import SyncCore

/// A part of a record that is told again as a whole: some accounts, each with its holds, and the
/// payees.
public struct RecordPart: Hashable, Sendable {
    /// The accounts, each once, in the order of their identifiers.
    public var accountIDs: [AccountID]
    /// True if the payees belong to it.
    public var hasPayees: Bool

    /// Makes a part; without arguments the empty one.
    public init(accountIDs: [AccountID] = [], hasPayees: Bool = false) {
        self.accountIDs = accountIDs
        self.hasPayees = hasPayees
    }

    /// True if nothing belongs to it.
    public var isEmpty: Bool { accountIDs.isEmpty && !hasPayees }
}

/// A row of an account, a hold or a payee, as it stands in the record.
public struct ToldRow: Hashable, Sendable {
    /// The account that it is of; of a payee, the one that is paid.
    public let accountID: AccountID
    /// True if it is a payee's.
    public let isPayee: Bool
    /// What the bank told; nil when it cannot be opened.
    public let change: FeedChange?
    /// The bytes on the disk.
    public let storedBytes: [UInt8]

    /// Makes it.
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

    /// What is kept of it as evidence: what the bank told where it can be read, and else what is on
    /// the disk.
    var evidenceBytes: [UInt8] { change?.canonicalBytes ?? storedBytes }
}

extension AccountID {
    /// Stands for no account: findings that belong to none are filed under it.
    static var nobody: AccountID { AccountID(rawValue: 0) }
}
