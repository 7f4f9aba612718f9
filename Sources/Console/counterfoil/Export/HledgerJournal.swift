import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import TerminalKit

/// Formats booked transfers as a journal for hledger.
///
/// Signs follow the view of account holders: the balance of a deposit account is positive, and the
/// bank's own accounts show the other side. So hledger's balances equal those of the console.
struct HledgerJournal {
    private let zone: ZoneOffset
    private let formatter = MoneyFormatter(.plain)
    private var declaredAccounts: Set<String> = []
    private var declaredCurrencies: Set<String> = []

    init(zone: ZoneOffset) {
        self.zone = zone
    }

    /// Returns the lines of one transfer, preceded by declarations that are not yet made.
    mutating func lines(of transfer: ExportedTransfer) -> String {
        let debit = name(of: transfer.debit)
        let credit = name(of: transfer.credit)
        var text = ""
        let currency = transfer.amount.currency
        if declaredCurrencies.insert(currency.code).inserted {
            let sample = formatter.text(.zero(currency))
            // hledger requires a decimal mark even for currencies without decimals.
            let mark = sample.contains(".") ? "" : "."
            text += "commodity \(currency.code) \(sample)\(mark)\n"
        }
        for account in [debit, credit] where declaredAccounts.insert(account).inserted {
            text += "account \(account)\n"
        }
        let amount = formatter.text(transfer.amount)
        let date = zone.date(of: transfer.bookedAt)
        let description = "\(clean(payee(of: transfer))) | \(clean(transfer.reference))"
        text += """
            \(date)=\(transfer.valueDate) (\(transfer.transferID)) \(description)
                ; journal:\(transfer.journalID)
                ; credit-counterparty:\(tagValue(transfer.credit.counterparty))
                ; debit-counterparty:\(tagValue(transfer.debit.counterparty))
                \(credit)  \(currency.code) \(amount)
                \(debit)  \(currency.code) -\(amount)


            """
        return text
    }

    /// Returns the counterparty of the transfer's deposit account; of two, that of the payer.
    private func payee(of transfer: ExportedTransfer) -> String {
        transfer.debit.normalBalance == .credit
            ? transfer.debit.counterparty : transfer.credit.counterparty
    }

    /// Returns a text as the value of a tag, in which commas are replaced.
    private func tagValue(_ text: String) -> String {
        Self.withoutMeaning(clean(text), [","])
    }

    private func name(of party: ExportedTransfer.Party) -> String {
        party.normalBalance == .credit
            ? "deposits:\(clean(party.number))" : "bank:\(clean(party.number))"
    }

    /// Returns an untrusted text without characters that have a meaning in a journal.
    private func clean(_ text: String) -> String {
        let safe = SafeText(untrusted: text, limit: .memo).plain
        return Self.withoutMeaning(safe, [";", "|", "\n"])
    }

    /// Returns a text with the given characters replaced by spaces.
    ///
    /// It compares scalars, because in Swift a combining mark turns a semicolon into another
    /// character, but not in hledger.
    private static func withoutMeaning(_ text: String, _ signs: Set<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(signs.contains(scalar) ? " " : scalar) }
        return String(result)
    }
}
