public import LedgerService

/// A line of the audit log with the names of whom it is about.
public struct AuditLine: Hashable, Sendable {
    /// The line.
    public let row: AuditRow
    /// The name of the user who caused it; nil for the bank, or for nobody who is known.
    public let actorName: String?
    /// The name of the user whom it concerns; nil for none.
    public let concernedName: String?
    /// The name of the user whose identifier its object is; nil for none.
    public let objectUserName: String?
    /// The number of the account whose identifier its object is; nil for none.
    public let objectAccountNumber: String?
    /// The name of the user whose session its object is; nil for none.
    public let objectSessionUserName: String?
}
