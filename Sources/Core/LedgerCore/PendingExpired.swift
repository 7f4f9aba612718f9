/// A pending transfer that time released, and the accounts after it.
public struct PendingExpired: Hashable, Sendable {
    /// How it ended.
    public let resolution: PendingResolution
    /// The account that was held on the debit side, after it.
    public let debitAccount: Account
    /// The account that was held on the credit side, after it.
    public let creditAccount: Account
}
