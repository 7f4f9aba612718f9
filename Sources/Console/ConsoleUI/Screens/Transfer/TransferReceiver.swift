import SyncCore

/// Receiver of a transfer, as the record had it.
struct TransferReceiver: Sendable {
    /// Name under which the account is paid; text from outside.
    let name: String
    /// Number of the account, digits only.
    let number: String
    /// IFSC of the account's branch.
    let branchCode: String
    /// The account, if the user sees it; nil for a payee on the user's list.
    let ownRecord: AccountRecord?

    /// Creates a receiver from an account that the user sees.
    init(_ record: AccountRecord) {
        (name, number, branchCode) = (record.holder, record.number, record.branchCode)
        ownRecord = record
    }

    /// Creates a receiver from a payee on the user's list.
    init(_ payee: PayeeRecord) {
        (name, number, branchCode) = (payee.name, payee.number, payee.branchCode)
        ownRecord = nil
    }
}
