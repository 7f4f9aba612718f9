public import SyncCore

/// Account that a user has access to, as a list row.
public struct GrantLine: Hashable, Sendable {
    /// The account's number in the order of opening.
    public let number: Int64
    /// The account's number, as its holder knows it.
    public let accountNumber: String
    /// The name of the holder.
    public let holder: String
    /// The user's access to the account.
    public let access: AccountRecord.Access
}
