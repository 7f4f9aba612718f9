/// A change in the ledger, with every row that a store has to write for it.
package enum LedgerEvent: Hashable, Sendable {
    /// An account was opened; the value is the new row.
    case accountOpened(Account)
    /// An account was closed; the value is the changed row.
    case accountClosed(Account)
    /// An account's limits were replaced; the value is the changed row.
    case limitsChanged(Account)
    /// A transfer was made, with all rows that it changed.
    case transferMade(TransferMade)
    /// A pending transfer expired and its hold was released.
    case pendingExpired(PendingExpired)
    /// A journal was decided.
    ///
    /// The event follows the events of the journal's transfers, or is alone if the journal was
    /// refused.
    case journalDecided(JournalRecord)
}
