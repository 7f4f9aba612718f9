package import CoreVocabulary
package import MoneyCore

/// A requested movement of one amount from one account to another.
///
/// A post, void or reversal names its accounts too, so that the rows a request touches can be read
/// from it alone. They must match the accounts of the transfer acted on.
package struct Transfer: Hashable, Sendable {
    /// Identifier of the transfer, unique for ever.
    package let id: TransferID
    /// The account to debit.
    package let debitAccountID: AccountID
    /// The account to credit.
    package let creditAccountID: AccountID
    /// Amount of the transfer, above zero.
    ///
    /// For a post it is at most the held amount, for a void exactly the held amount.
    package let amount: Money
    /// Kind of the transfer: what is done with the amount.
    package let kind: TransferKind
    /// Reason code: a number of the bank's own list, not zero.
    package let code: UInt16
    /// The payer's end-to-end reference, if there is one.
    package let endToEndID: EndToEndID?
    /// Value date: the day from which the transfer counts for interest and statements.
    package let valueDate: BusinessDate
    /// Time of the event as the requester states it; stored but never validated.
    package let eventAt: Instant

    /// Creates a request for a transfer.
    package init(
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
    package func accountID(on side: Side) -> AccountID {
        side == .debit ? debitAccountID : creditAccountID
    }
}
