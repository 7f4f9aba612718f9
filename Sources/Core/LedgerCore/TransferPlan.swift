/// The planned changes of an allowed transfer.
struct TransferPlan: Sendable {
    /// Array index of the debited account.
    var debitIndex: Int
    /// Array index of the credited account.
    var creditIndex: Int
    /// Array index of the transfer acted on; nil for direct and pend.
    var actedOnIndex: Int?
    /// The debited account after the transfer.
    var debitAccount: Account
    /// The credited account after the transfer.
    var creditAccount: Account
}
