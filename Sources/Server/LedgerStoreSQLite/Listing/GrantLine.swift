package import SyncCore

/// Account that a user has access to, as a list row.
package struct GrantLine: Hashable, Sendable {
    /// The account's number in the order of opening.
    package let number: Int64
    /// The account's number, as its holder knows it.
    package let accountNumber: String
    /// The name of the holder.
    package let holder: String
    /// The user's access to the account.
    package let access: AccountRecord.Access
}
