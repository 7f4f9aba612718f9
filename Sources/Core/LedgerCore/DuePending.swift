public import CoreVocabulary

/// A pending transfer whose time has come, with its accounts.
///
/// Names the accounts so that what an expiry touches can be read from the request alone.
public struct DuePending: Hashable, Sendable {
    /// The pending transfer.
    public let pendingID: TransferID
    /// The account it holds on the debit side.
    public let debitAccountID: AccountID
    /// The account it holds on the credit side.
    public let creditAccountID: AccountID

    /// Makes a request for one expiry.
    public init(pendingID: TransferID, debitAccountID: AccountID, creditAccountID: AccountID) {
        self.pendingID = pendingID
        self.debitAccountID = debitAccountID
        self.creditAccountID = creditAccountID
    }
}
