import ClientService
import SyncCore
import TerminalKit

/// The reasons why money cannot be moved from an account.
extension AccountRecord {
    /// The reason behind a row of an account that cannot pay; nil if it can.
    var noPaymentWords: SafeText? {
        if isClosed { return "it is closed" }
        return access == .operate ? nil : "you cannot move money from it"
    }

    /// The reason as a sentence; nil if the account can pay.
    var noPaymentSentence: String? {
        if isClosed { return "This account is closed." }
        return access == .operate ? nil : Sentences.noMoneyFromHere
    }
}

extension AccountSummary {
    /// True if money can be moved from the account.
    var canPay: Bool { record.noPaymentWords == nil }
}
