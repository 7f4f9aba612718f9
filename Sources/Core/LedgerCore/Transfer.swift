public import CoreVocabulary
public import MoneyCore

/// A requested movement of one amount from one account to another.
///
/// A post, void or reversal names its accounts too, so that the rows a request touches can be read
/// from it alone. They must match the accounts of the transfer acted on.
public struct Transfer: Hashable, Sendable {
    /// Identifier of the transfer, unique for ever.
    public let id: TransferID
    /// The account to debit.
    public let debitAccountID: AccountID
    /// The account to credit.
    public let creditAccountID: AccountID
    /// Amount of the transfer, above zero.
    ///
    /// For a post it is at most the held amount, for a void exactly the held amount.
    public let amount: Money
    /// Kind of the transfer: what is done with the amount.
    public let kind: TransferKind
    /// Reason code: a number of the bank's own list, not zero.
    public let code: UInt16
    /// The payer's end-to-end reference, if there is one.
    public let endToEndID: EndToEndID?
    /// Value date: the day from which the transfer counts for interest and statements.
    public let valueDate: BusinessDate
    /// Time of the event as the requester states it; stored but never validated.
    public let eventAt: Instant

    /// Creates a request for a transfer.
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

    /// Returns the account that the transfer debits or credits.
    public func accountID(on side: Side) -> AccountID {
        side == .debit ? debitAccountID : creditAccountID
    }
}
