/// Extent of a check of the books.
public enum BooksCheckDepth: Hashable, Sendable {
    /// The last entry of each account against its counters and version, and the sum of each
    /// currency.
    ///
    /// It takes time proportional to the number of accounts.
    case heads
    /// Every entry, hash, feed number and audit row.
    case whole
}

/// First fault that a check of the books found.
public struct BooksFinding: Hashable, Sendable, CustomStringConvertible {
    /// Rules that the books are checked against, in the order of the checks.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// An account's counters, version and chain match its last entry.
        case accountsAgree
        /// Debits and credits of each currency are equal.
        case booksBalance
        /// Every booked transfer has its two entries, and no other transfer has any.
        case transfersHaveEntries
        /// Entries are numbered, and each balance is the one before plus the amount.
        case entriesContinue
        /// Each entry's hash covers the entry and the ones before it in its account.
        case chainsHold
        /// Pending transfers without an end match the open holds, and the held amounts of the
        /// accounts.
        case holdsAgree
        /// Every feed number occurs once, without gaps.
        case feedHasNoGaps
        /// The audit log has every number once, and its hash chain is valid.
        case auditHolds
    }

    /// The rule that is broken.
    public let rule: Rule
    /// Table and row number of the fault, without the row's content.
    public let place: String

    init(_ rule: Rule, _ place: String) {
        self.rule = rule
        self.place = place
    }

    /// The rule and the place of the fault.
    public var description: String { "\(rule.rawValue): \(place)" }
}
