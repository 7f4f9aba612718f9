/// The first thing in the books that does not agree with the rest.
public struct CheckFinding: Hashable, Sendable, CustomStringConvertible {
    /// What the books are checked for, in the order of the checks.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// SQLite finds its own file whole.
        case fileIsWhole
        /// Every reference leads to a row.
        case referencesLead
        /// The schema is the one that the migrations make, triggers included.
        case schemaIsOurs
        /// Transfers are numbered 1, 2, 3 … and booked in that order, and their journals are whole.
        case transfersAreNumbered
        /// Every booked transfer has its two entries, and no other transfer has any.
        case transfersHaveEntries
        /// Entries are numbered, and each balance is the one before plus the amount.
        case entriesContinue
        /// Each entry's hash is the hash over it and the entries before.
        case chainsHold
        /// An account's counters, version and chain are what its rows add up to.
        case accountsAgree
        /// Pending transfers without an end are the open holds, and each account's are its own.
        case holdsAgree
        /// The grants in force are the last ones of each user for each account.
        case grantsAgree
        /// The books of each currency sum to zero.
        case booksBalance
        /// The feed has every number once.
        case feedHasNoGaps
        /// The audit log has every number once, and its hashes hold.
        case auditHolds
        /// Every booking names the line of the audit log that tells of it, and every such line has
        /// its bookings.
        case bookingsAreAudited
        /// What consoles submitted is as it arrived, and belongs to its line of the audit log.
        case evidenceHolds
        /// Every table has the rows that the bank wrote into it, and no others.
        case tablesAreOurs
    }

    /// Which rule is broken.
    public let rule: Rule
    /// Where: a table and the number of a row; never what is in it.
    public let place: String

    init(_ rule: Rule, _ place: String) {
        self.rule = rule
        self.place = place
    }

    /// What is wrong, and where; with the name of the rule, for whoever looks it up.
    public var description: String { "\(rule.words), at \(place) (\(rule.rawValue))" }
}
