package import CoreVocabulary

/// A pending transfer that is due to expire, with its accounts.
///
/// The accounts are named so that the rows an expiry touches can be read from the request alone.
package struct DuePending: Hashable, Sendable {
    /// Identifier of the pending transfer.
    package let pendingID: TransferID
    /// The debit account of the pending transfer.
    package let debitAccountID: AccountID
    /// The credit account of the pending transfer.
    package let creditAccountID: AccountID

    /// Creates a request to expire one pending transfer.
    package init(pendingID: TransferID, debitAccountID: AccountID, creditAccountID: AccountID) {
        self.pendingID = pendingID
        self.debitAccountID = debitAccountID
        self.creditAccountID = creditAccountID
    }
}
