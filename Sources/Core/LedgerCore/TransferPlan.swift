/// What an allowed transfer will change.
struct TransferPlan: Sendable {
    /// The place of the debited account.
    var debitIndex: Int
    /// The place of the credited account.
    var creditIndex: Int
    /// The place of the transfer acted on; nil for direct and pend.
    var actedOnIndex: Int?
    /// The debited account after the transfer.
    var debitAccount: Account
    /// The credited account after the transfer.
    var creditAccount: Account
}
