/// How much of the books is derived once more.
public enum BooksCheckDepth: Hashable, Sendable {
    /// The last entry of each account against its counters and version, and the sum of each
    /// currency: as long as the list of accounts.
    case heads
    /// Every entry, hash, number of the feed and line of the audit log.
    case whole
}

/// The first thing in the books that does not agree with the rest.
public struct BooksFinding: Hashable, Sendable, CustomStringConvertible {
    /// What the books are checked for, in the order of the checks.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// An account's counters, version and chain are what its entries end with.
        case accountsAgree
        /// The books of each currency sum to zero.
        case booksBalance
        /// Every booked transfer has its two entries, and no other transfer has any.
        case transfersHaveEntries
        /// Entries are numbered, and each balance is the one before plus the amount.
        case entriesContinue
        /// Each entry's hash is the hash over it and the entries before.
        case chainsHold
        /// Pending transfers without an end are the open holds, and what accounts hold.
        case holdsAgree
        /// The feed has every number once.
        case feedHasNoGaps
        /// The audit log has every number once, and its hashes hold.
        case auditHolds
    }

    /// Which rule is broken.
    public let rule: Rule
    /// Where: a table and the number of a row; never what is in it.
    public let place: String

    init(_ rule: Rule, _ place: String) {
        self.rule = rule
        self.place = place
    }

    /// What is wrong, and where.
    public var description: String { "\(rule.rawValue): \(place)" }
}
