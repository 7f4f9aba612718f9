public import SyncCore

/// A user who sees an account, in a list.
public struct HolderLine: Hashable, Sendable {
    /// The number of the user in the order of adding.
    public let number: Int64
    /// The name to sign in with.
    public let userName: String
    /// What the user may do.
    public let access: AccountRecord.Access
}
