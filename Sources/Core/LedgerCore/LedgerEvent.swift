/// Something that happened in the ledger, with every row that a store has to write for it.
public enum LedgerEvent: Hashable, Sendable {
    /// An account was opened: a new row.
    case accountOpened(Account)
    /// An account was closed.
    case accountClosed(Account)
    /// An account's limits were replaced.
    case limitsChanged(Account)
    /// A transfer was made.
    case transferMade(TransferMade)
    /// A pending transfer ran out of time and was released.
    case pendingExpired(PendingExpired)
    /// A journal was decided; stands after its transfers, or alone when it was refused.
    case journalDecided(JournalRecord)
}
