import ClientService
import SyncCore
import TerminalKit

/// Why money cannot be moved from an account.
extension AccountRecord {
    /// The reason behind a row; nil where money can be moved from it.
    var noPaymentWords: SafeText? {
        if isClosed { return "it is closed" }
        return access == .operate ? nil : "you cannot move money from it"
    }

    /// The reason as a sentence; nil where money can be moved from it.
    var noPaymentSentence: String? {
        if isClosed { return "This account is closed." }
        return access == .operate ? nil : Sentences.noMoneyFromHere
    }
}

extension AccountSummary {
    /// True if money can be moved from the account.
    var canPay: Bool { record.noPaymentWords == nil }
}
