/// An expired pending transfer, with its accounts after the release.
public struct PendingExpired: Hashable, Sendable {
    /// The end of the pending transfer, with the status `expired`.
    public let resolution: PendingResolution
    /// The transfer's debit account after the release.
    public let debitAccount: Account
    /// The transfer's credit account after the release.
    public let creditAccount: Account
}
