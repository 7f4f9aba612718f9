public import SyncCore

/// User who has access to an account, as a list row.
public struct HolderLine: Hashable, Sendable {
    /// The user's number in the order in which users were added.
    public let number: Int64
    /// The name to sign in with.
    public let userName: String
    /// The user's access to the account.
    public let access: AccountRecord.Access
}
