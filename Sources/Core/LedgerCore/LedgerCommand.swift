public import CoreVocabulary

/// Something that the ledger is asked to do.
public enum LedgerCommand: Hashable, Sendable {
    /// Opens an account.
    case openAccount(AccountOpening)
    /// Closes an account for ever; it must be empty and hold nothing.
    case closeAccount(AccountID)
    /// Replaces an account's limits; the account must already keep the new ones.
    case changeLimits(AccountID, AccountLimits)
    /// Makes all transfers of a journal, or none.
    case postJournal(Journal)
    /// Releases pending transfers whose time has come; all of them, or none.
    case expirePendings([DuePending])
}
