public import CoreVocabulary
public import MoneyCore
public import LedgerCore

/// A booked transfer as it is exported, with both accounts by number and holder.
public struct ExportedTransfer: Hashable, Sendable {
    /// One side of the transfer.
    public struct Party: Hashable, Sendable {
        /// The account that is debited or credited.
        public let accountID: AccountID
        /// Its number; for an internal account its word.
        public let number: String
        /// Whose account it is; text from outside.
        public let holder: String
        /// What kind of account it is.
        public let product: String
        /// The side on which it grows.
        public let normalBalance: Side
        /// Who its entry names as the other side; text from outside.
        public let counterparty: String

        /// Makes it from what a store kept.
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

    /// Grows from one exported transfer to the next; where an export goes on.
    public let position: Int64
    /// The journal; the transfers of one journal follow each other.
    public let journalID: JournalID
    /// The identifier by which it can be reversed.
    public let transferID: TransferID
    /// How much, greater than zero.
    public let amount: Money
    /// When it was booked.
    public let bookedAt: Instant
    /// The day from which it counts.
    public let valueDate: BusinessDate
    /// Why money moved.
    public let code: UInt16
    /// What both entries show as the reference; text from outside.
    public let reference: String
    /// The debited side.
    public let debit: Party
    /// The credited side.
    public let credit: Party

    /// Makes it from what a store kept.
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

/// Which booked transfers are exported; all that is given must hold.
public struct ExportFilter: Hashable, Sendable {
    /// Only transfers of this account.
    public var accountID: AccountID?
    /// Only transfers booked at this instant or later.
    public var bookedFrom: Instant?
    /// Only transfers booked before this instant.
    public var bookedBefore: Instant?

    /// Makes a filter; without arguments it lets everything through.
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
