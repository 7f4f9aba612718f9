public import CoreVocabulary
public import MoneyCore

/// Something in the books that must never be.
public enum LedgerViolation: Hashable, Sendable {
    /// A counter is negative, or a side does not fit 64 bits.
    case countersAreInvalid(AccountID)
    /// The account stands outside its limits.
    case limitIsBroken(AccountID)
    /// A closed account still has a balance or a hold.
    case closedAccountIsNotEmpty(AccountID)
    /// The posted counters are not the sums of the account's booked transfers.
    case postedDiffersFromTransfers(AccountID)
    /// The pending counters are not the sums of the account's open pending transfers.
    case pendingDiffersFromTransfers(AccountID)
    /// The version is not the number of the account's booked transfers.
    case versionDiffersFromTransfers(AccountID)
    /// All posted debits of a currency are not equal to all its posted credits.
    case postedIsUnbalanced(Currency)
    /// All pending debits of a currency are not equal to all its pending credits.
    case pendingIsUnbalanced(Currency)
    /// A transfer names an account that is not there.
    case accountIsMissing(TransferID)
    /// A transfer has an end or a reversal that it cannot have, or the two transfers do not name
    /// each other.
    case marksDoNotFit(TransferID)
    /// A transfer's journal is not there, was refused, or has another transfer in its place.
    case journalDoesNotFit(TransferID)
}
