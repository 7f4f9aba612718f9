package import SyncCore

/// User who has access to an account, as a list row.
package struct HolderLine: Hashable, Sendable {
    /// The user's number in the order in which users were added.
    package let number: Int64
    /// The name to sign in with.
    package let userName: String
    /// The user's access to the account.
    package let access: AccountRecord.Access
}
