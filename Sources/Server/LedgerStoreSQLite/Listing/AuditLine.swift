package import LedgerService

/// Audit row with the names of the users and accounts that it refers to.
package struct AuditLine: Hashable, Sendable {
    /// The row of the audit log.
    package let row: AuditRow
    /// The name of the acting user; nil for the bank or somebody unknown.
    package let actorName: String?
    /// The name of the concerned user; nil if there is none.
    package let concernedName: String?
    /// The name of the user that is its object; nil if the object is no user.
    package let objectUserName: String?
    /// The number of the account that is its object; nil if the object is no account.
    package let objectAccountNumber: String?
    /// The user name of the session that is its object; nil if the object is no session.
    package let objectSessionUserName: String?
}
