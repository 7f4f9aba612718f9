/// The reasons of the service, beside those of the ledger, for which a transfer is refused.
///
/// A decision carries one number: up to 999 it is one of these, above it is a `Rejection` of
/// LedgerCore. Numbers are never changed or used again.
package enum RefusalCode: UInt16, Hashable, Sendable, CaseIterable {
    /// The user may not move money from the account.
    case accessDenied = 1
    /// The user's role never moves money.
    case roleNotAllowed = 2
    /// The account that is paid is neither the user's own nor a payee's.
    case payeeUnknown = 3
    /// The payee has changed since the review.
    case payeeChanged = 4
    /// The fee has changed since the review.
    case feeChanged = 5
    /// The value date lies in the past.
    case valueDatePast = 6
    /// The amount is over the limit for one transfer.
    case overTransferLimit = 7
    /// A second person must approve this amount, which is not possible yet.
    case approvalNeeded = 8
    /// The transfer was taken back before it reached the bank, or before the bank decided.
    case cancelled = 9
    /// The value date is further ahead than the bank accepts.
    case valueDateTooFar = 10
    /// The amount, with the sum that the user moved today, exceeds the limit of the role for a day.
    case overDayLimit = 11
}
