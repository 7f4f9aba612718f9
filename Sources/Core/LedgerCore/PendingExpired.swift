/// An expired pending transfer, with its accounts after the release.
package struct PendingExpired: Hashable, Sendable {
    /// The end of the pending transfer, with the status `expired`.
    package let resolution: PendingResolution
    /// The transfer's debit account after the release.
    package let debitAccount: Account
    /// The transfer's credit account after the release.
    package let creditAccount: Account
}
