/// A field of a command that a ``Rejection`` points at.
public enum LedgerField: String, CaseIterable, Hashable, Sendable {
    /// The number of transfers in a journal.
    case transferCount
    /// The transfer's own ID.
    case transferID
    /// The kind of the transfer.
    case kind
    /// The earlier transfer that is posted, voided, expired or reversed.
    case actsOn
    /// The expiry of a hold.
    case expiresAt
    /// The account to debit.
    case debitAccountID
    /// The account to credit.
    case creditAccountID
    /// The currency of the amount.
    case currency
    /// The amount that is moved or held.
    case amount
    /// The reason code of the transfer.
    case code
    /// The payer's end-to-end reference.
    case endToEndID
    /// The value date: the day from which an entry counts.
    case valueDate
    /// The time of the event.
    case eventAt
    /// The text shown on the entries.
    case narrative
    /// The ID of the journal.
    case journalID
    /// The ID of the account.
    case accountID
    /// The normal side of the account.
    case normalBalance
    /// The limits of the account.
    case limits
}
