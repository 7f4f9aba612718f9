public import LedgerService

/// Audit row with the names of the users and accounts that it refers to.
public struct AuditLine: Hashable, Sendable {
    /// The row of the audit log.
    public let row: AuditRow
    /// The name of the acting user; nil for the bank or somebody unknown.
    public let actorName: String?
    /// The name of the concerned user; nil if there is none.
    public let concernedName: String?
    /// The name of the user that is its object; nil if the object is no user.
    public let objectUserName: String?
    /// The number of the account that is its object; nil if the object is no account.
    public let objectAccountNumber: String?
    /// The user name of the session that is its object; nil if the object is no session.
    public let objectSessionUserName: String?
}
