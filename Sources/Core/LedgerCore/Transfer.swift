public import CoreVocabulary
public import MoneyCore

/// The movement of one amount from one account to another, as somebody asks for it.
///
/// Post, void and reversal name their accounts too, so that what a request touches can be read
/// from it alone; they must be the ones of the transfer acted on.
public struct Transfer: Hashable, Sendable {
    /// Which transfer it is; unique for ever.
    public let id: TransferID
    /// The account that is debited.
    public let debitAccountID: AccountID
    /// The account that is credited.
    public let creditAccountID: AccountID
    /// How much, above zero.
    ///
    /// For a post at most the held amount, for a void exactly that.
    public let amount: Money
    /// What is done with the amount.
    public let kind: TransferKind
    /// Why it is made: a number of the bank's own list, not zero.
    public let code: UInt16
    /// The payer's reference, if there is one.
    public let endToEndID: EndToEndID?
    /// The day from which it counts for interest and statements.
    public let valueDate: BusinessDate
    /// When it happened in the world, as the asker says; kept, never judged.
    public let eventAt: Instant

    /// Makes a request for a transfer.
    public init(
        id: TransferID,
        debitAccountID: AccountID,
        creditAccountID: AccountID,
        amount: Money,
        kind: TransferKind = .direct,
        code: UInt16,
        endToEndID: EndToEndID? = nil,
        valueDate: BusinessDate,
        eventAt: Instant
    ) {
        self.id = id
        self.debitAccountID = debitAccountID
        self.creditAccountID = creditAccountID
        self.amount = amount
        self.kind = kind
        self.code = code
        self.endToEndID = endToEndID
        self.valueDate = valueDate
        self.eventAt = eventAt
    }
}
