import SyncCore

/// Receiver of a transfer, as the record had it.
enum TransferReceiver: Sendable {
    /// An account that the user sees.
    case own(AccountRecord)
    /// A payee on the user's list.
    case payee(PayeeRecord)

    /// Name under which the account is paid; text from outside.
    var name: String {
        switch self {
        case .own(let record): record.holder
        case .payee(let payee): payee.name
        }
    }

    /// Number of the account, digits only.
    var number: String {
        switch self {
        case .own(let record): record.number
        case .payee(let payee): payee.number
        }
    }

    /// IFSC of the account's branch.
    var branchCode: String {
        switch self {
        case .own(let record): record.branchCode
        case .payee(let payee): payee.branchCode
        }
    }

    /// The account, if the user sees it.
    var ownRecord: AccountRecord? {
        if case .own(let record) = self { record } else { nil }
    }
}
