public import CoreVocabulary
public import MoneyCore
public import LedgerCore

/// Booked transfer for an export, with both accounts by number and holder.
public struct ExportedTransfer: Hashable, Sendable {
    /// One side of the transfer.
    public struct Party: Hashable, Sendable {
        /// The account that is debited or credited.
        public let accountID: AccountID
        /// The account number; for an internal account, the word that it has instead.
        public let number: String
        /// The account's holder; text from outside.
        public let holder: String
        /// The product name of the account.
        public let product: String
        /// The account's normal balance.
        public let normalBalance: Side
        /// The counterparty that its entry shows; text from outside.
        public let counterparty: String

        /// Creates a party from stored values.
        public init(
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
    public let position: Int64
    /// The journal; transfers of one journal are consecutive.
    public let journalID: JournalID
    /// The identifier by which it can be reversed.
    public let transferID: TransferID
    /// The amount, greater than zero.
    public let amount: Money
    /// The booking time of the transfer.
    public let bookedAt: Instant
    /// The value date of the transfer.
    public let valueDate: BusinessDate
    /// The transfer code, which says why money moved.
    public let code: UInt16
    /// The reference shown in both entries; text from outside.
    public let reference: String
    /// The debited side of the transfer.
    public let debit: Party
    /// The credited side of the transfer.
    public let credit: Party

    /// Creates a transfer from stored values.
    public init(
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
public struct ExportFilter: Hashable, Sendable {
    /// Only transfers of this account.
    public var accountID: AccountID?
    /// Only transfers booked at this instant or later.
    public var bookedFrom: Instant?
    /// Only transfers booked before this instant.
    public var bookedBefore: Instant?

    /// Creates a filter; without arguments it selects all transfers.
    public init(
        accountID: AccountID? = nil,
        bookedFrom: Instant? = nil,
        bookedBefore: Instant? = nil
    ) {
        self.accountID = accountID
        self.bookedFrom = bookedFrom
        self.bookedBefore = bookedBefore
    }
}
