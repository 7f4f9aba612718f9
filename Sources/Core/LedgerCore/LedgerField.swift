/// A field of a command that a ``Rejection`` points at.
public enum LedgerField: String, CaseIterable, Hashable, Sendable {
    /// How many transfers a journal has.
    case transferCount
    /// The transfer's own id.
    case transferID
    /// What is done with the amount.
    case kind
    /// The earlier transfer that is posted, voided, expired or reversed.
    case actsOn
    /// When a hold ends.
    case expiresAt
    /// The debited account.
    case debitAccountID
    /// The credited account.
    case creditAccountID
    /// The currency of the amount.
    case currency
    /// How much is moved or held.
    case amount
    /// The reason code.
    case code
    /// The payer's reference.
    case endToEndID
    /// The day from which an entry counts.
    case valueDate
    /// The time of the event.
    case eventAt
    /// The text that the entries show.
    case narrative
    /// The journal's id.
    case journalID
    /// The account's id.
    case accountID
    /// The account's normal side.
    case normalBalance
    /// The account's limits.
    case limits
}
