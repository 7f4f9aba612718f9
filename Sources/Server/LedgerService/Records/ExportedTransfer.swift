package import CoreVocabulary
package import MoneyCore
package import LedgerCore

/// Booked transfer for an export, with both accounts by number and holder.
package struct ExportedTransfer: Hashable, Sendable {
    /// One side of the transfer.
    package struct Party: Hashable, Sendable {
        /// The account that is debited or credited.
        package let accountID: AccountID
        /// The account number; for an internal account, the word that it has instead.
        package let number: String
        /// The account's holder; text from outside.
        package let holder: String
        /// The product name of the account.
        package let product: String
        /// The account's normal balance.
        package let normalBalance: Side
        /// The counterparty that its entry shows; text from outside.
        package let counterparty: String

        /// Creates a party from stored values.
        package init(
            accountID: AccountID,
            number: String,
            holder: String,
            product: String,
            normalBalance: Side,
            counterparty: String
        ) {
            self.accountID = accountID
            self.number = number
            self.holder = holder
            self.product = product
            self.normalBalance = normalBalance
            self.counterparty = counterparty
        }
    }

    /// The position in the export, which ascends; an export continues after it.
    package let position: Int64
    /// The journal; transfers of one journal are consecutive.
    package let journalID: JournalID
    /// The identifier by which it can be reversed.
    package let transferID: TransferID
    /// The amount, greater than zero.
    package let amount: Money
    /// The booking time of the transfer.
    package let bookedAt: Instant
    /// The value date of the transfer.
    package let valueDate: BusinessDate
    /// The transfer code, which says why money moved.
    package let code: UInt16
    /// The reference shown in both entries; text from outside.
    package let reference: String
    /// The debited side of the transfer.
    package let debit: Party
    /// The credited side of the transfer.
    package let credit: Party

    /// Creates a transfer from stored values.
    package init(
        position: Int64,
        journalID: JournalID,
        transferID: TransferID,
        amount: Money,
        bookedAt: Instant,
        valueDate: BusinessDate,
        code: UInt16,
        reference: String,
        debit: Party,
        credit: Party
    ) {
        self.position = position
        self.journalID = journalID
        self.transferID = transferID
        self.amount = amount
        self.bookedAt = bookedAt
        self.valueDate = valueDate
        self.code = code
        self.reference = reference
        self.debit = debit
        self.credit = credit
    }
}

/// Filter of booked transfers to export; all given conditions must hold.
package struct ExportFilter: Hashable, Sendable {
    /// Only transfers of this account.
    package var accountID: AccountID?
    /// Only transfers booked at this instant or later.
    package var bookedFrom: Instant?
    /// Only transfers booked before this instant.
    package var bookedBefore: Instant?

    /// Creates a filter; without arguments it selects all transfers.
    package init(
        accountID: AccountID? = nil,
        bookedFrom: Instant? = nil,
        bookedBefore: Instant? = nil
    ) {
        self.accountID = accountID
        self.bookedFrom = bookedFrom
        self.bookedBefore = bookedBefore
    }
}
