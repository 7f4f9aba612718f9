package import CoreVocabulary
package import MoneyCore

/// A violation of one of the ledger's invariants.
package enum LedgerViolation: Hashable, Sendable {
    /// A counter is negative, or the sum of a side exceeds 64 bits.
    case countersAreInvalid(AccountID)
    /// The account's balance is outside its limits.
    case limitIsBroken(AccountID)
    /// A closed account still has a balance or a hold.
    case closedAccountIsNotEmpty(AccountID)
    /// The posted counters are not the sums of the account's booked transfers.
    case postedDiffersFromTransfers(AccountID)
    /// The pending counters are not the sums of the account's open pending transfers.
    case pendingDiffersFromTransfers(AccountID)
    /// The version is not the number of the account's booked transfers.
    case versionDiffersFromTransfers(AccountID)
    /// The posted debits of a currency do not equal its posted credits.
    case postedIsUnbalanced(Currency)
    /// The pending debits of a currency do not equal its pending credits.
    case pendingIsUnbalanced(Currency)
    /// A transfer names an account that does not exist.
    case accountIsMissing(TransferID)
    /// A transfer's resolution or reversal is invalid, or the two transfers do not name each other.
    case marksDoNotFit(TransferID)
    /// A transfer's journal does not exist, was refused, or has another transfer at that index.
    case journalDoesNotFit(TransferID)
}
