/// Why money moves, as an entry says it; the numbers are never changed or used again.
public enum TransferCode: UInt16, Hashable, Sendable, CaseIterable {
    /// Between two accounts of this bank, on the order of the payer.
    case internalTransfer = 1
    /// Money brought into the bank: cash, an opening deposit.
    case deposit = 2
    /// Money taken out of the bank in cash.
    case withdrawal = 3
    /// A payment through another bank's system: UPI, NEFT.
    case externalPayment = 4
    /// A payment by card.
    case card = 5
    /// Interest.
    case interest = 6
    /// A fee.
    case fee = 7
    /// The mirror of an earlier transfer.
    case reversal = 8

    /// What stands before the first reference in that of a reversal, where nobody chose another.
    public static let reversalMark = "Reversal: "
}
