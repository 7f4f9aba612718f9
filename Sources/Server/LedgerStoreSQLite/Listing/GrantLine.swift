public import SyncCore

/// An account that a user sees, in a list.
public struct GrantLine: Hashable, Sendable {
    /// The number of the account in the order of opening.
    public let number: Int64
    /// The account's number, as its holder knows it.
    public let accountNumber: String
    /// The name of the holder.
    public let holder: String
    /// What the user may do.
    public let access: AccountRecord.Access
}
