public import LedgerService

/// Evidence with the names of its user and account.
public struct EvidenceLine: Hashable, Sendable {
    /// The number in the order of arrival.
    public let number: Int64
    /// The entry with its origin.
    public let evidence: SubmittedEvidence
    /// The name of the user who submitted it.
    public let userName: String
    /// The number of the account of the entry.
    public let accountNumber: String
}
