/// Purpose of a transfer, as stored in an entry; the numbers are never changed or reused.
package enum TransferCode: UInt16, Hashable, Sendable, CaseIterable {
    /// A transfer between two accounts of this bank, ordered by the payer.
    case internalTransfer = 1
    /// Money brought into the bank: cash, an opening deposit.
    case deposit = 2
    /// Money taken out of the bank in cash.
    case withdrawal = 3
    /// A payment through another bank's system: UPI, NEFT.
    case externalPayment = 4
    /// A payment made by card.
    case card = 5
    /// Interest credited or charged on an account.
    case interest = 6
    /// A fee charged by the bank.
    case fee = 7
    /// The exact reversal of an earlier transfer.
    case reversal = 8

    /// Prefix put before the original reference in a reversal, unless another reference is chosen.
    package static let reversalMark = "Reversal: "
}
