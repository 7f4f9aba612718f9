/// First fault that a check of the books found.
package struct CheckFinding: Hashable, Sendable, CustomStringConvertible {
    /// Rules that the books are checked against, in the order of the checks.
    package enum Rule: String, Hashable, Sendable, CaseIterable {
        /// SQLite's integrity check passes.
        case fileIsWhole
        /// Every foreign key refers to an existing row.
        case referencesLead
        /// The schema equals the one that the migrations create, including triggers.
        case schemaIsOurs
        /// Transfers are numbered 1, 2, 3 … in booking order, and their journals are complete.
        case transfersAreNumbered
        /// Every booked transfer has its two entries, and no other transfer has any.
        case transfersHaveEntries
        /// Entries are numbered, and each balance is the one before plus the amount.
        case entriesContinue
        /// Each entry's hash covers the entry and the ones before it in its account.
        case chainsHold
        /// Pending transfers without an end are the open holds, and so are those of each account.
        case holdsAgree
        /// An account's counters, version and chain equal those derived from its rows.
        case accountsAgree
        /// The grants in force are the latest ones of each user for each account.
        case grantsAgree
        /// Debits and credits of each currency are equal.
        case booksBalance
        /// Every feed number occurs once, without gaps.
        case feedHasNoGaps
        /// The audit log has every number once, and its hash chain is valid.
        case auditHolds
        /// Every booking refers to its audit row, and every such row has its bookings.
        case bookingsAreAudited
        /// Evidence is unchanged since its arrival and refers to its audit row.
        case evidenceHolds
        /// Every table has exactly the rows that the bank wrote.
        case tablesAreOurs
    }

    /// The rule that is broken.
    package let rule: Rule
    /// Table and row number of the fault, without the row's content.
    package let place: String

    /// Creates a finding at a place.
    package init(_ rule: Rule, _ place: String) {
        self.rule = rule
        self.place = place
    }

    /// The fault and its place as an English sentence, with the name of the rule.
    package var description: String { "\(rule.words), at \(place) (\(rule.rawValue))" }
}
