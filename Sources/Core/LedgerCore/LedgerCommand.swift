package import CoreVocabulary

/// A command to the ledger.
package enum LedgerCommand: Hashable, Sendable {
    /// Opens a new account.
    case openAccount(AccountOpening)
    /// Closes an account for ever; its balance must be zero and it must have no pending transfers.
    case closeAccount(AccountID)
    /// Replaces an account's limits; the account's balance must already satisfy the new ones.
    case changeLimits(AccountID, AccountLimits)
    /// Makes all transfers of a journal, or none.
    case postJournal(Journal)
    /// Expires pending transfers that are due; all of them, or none.
    case expirePendings([DuePending])
}
