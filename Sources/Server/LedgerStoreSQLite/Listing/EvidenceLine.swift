package import LedgerService

/// Evidence with the names of its user and account.
package struct EvidenceLine: Hashable, Sendable {
    /// The number in the order of arrival.
    package let number: Int64
    /// The entry with its origin.
    package let evidence: SubmittedEvidence
    /// The name of the user who submitted it.
    package let userName: String
    /// The number of the account of the entry.
    package let accountNumber: String
}
