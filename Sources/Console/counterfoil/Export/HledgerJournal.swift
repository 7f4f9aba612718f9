import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import TerminalKit

/// Prints booked transfers as a journal that hledger reads.
///
/// Amounts stand as the holders of accounts see them: what a deposit account has is positive, and
/// the bank's own accounts show the other side. So hledger's balances are those of the console.
struct HledgerJournal {
    private let zone: ZoneOffset
    private let formatter = MoneyFormatter(.plain)
    private var declaredAccounts: Set<String> = []
    private var declaredCurrencies: Set<String> = []

    init(zone: ZoneOffset) {
        self.zone = zone
    }

    /// The lines of one transfer, with the declarations that it is the first to need.
    mutating func lines(of transfer: ExportedTransfer) -> String {
        let debit = name(of: transfer.debit)
        let credit = name(of: transfer.credit)
        var text = ""
        let currency = transfer.amount.currency
        if declaredCurrencies.insert(currency.code).inserted {
            let sample = formatter.text(.zero(currency))
            // hledger wants a decimal mark even where a currency has no decimals.
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

    /// Whom the holder of the account sees as the other side: of the two entries that of a deposit
    /// account counts, and between two of those that of the payer.
    private func payee(of transfer: ExportedTransfer) -> String {
        transfer.debit.normalBalance == .credit
            ? transfer.debit.counterparty : transfer.credit.counterparty
    }

    /// A text as the value of a tag, which a comma would end.
    private func tagValue(_ text: String) -> String {
        Self.withoutMeaning(clean(text), [","])
    }

    private func name(of party: ExportedTransfer.Party) -> String {
        party.normalBalance == .credit
            ? "deposits:\(clean(party.number))" : "bank:\(clean(party.number))"
    }

    /// Text from outside, without what has a meaning in a journal.
    private func clean(_ text: String) -> String {
        let safe = SafeText(untrusted: text, limit: .memo).plain
        return Self.withoutMeaning(safe, [";", "|", "\n"])
    }

    /// A text with blanks in the place of some characters.
    ///
    /// By scalars: to Swift a mark makes another character of a semicolon, and none to hledger.
    private static func withoutMeaning(_ text: String, _ signs: Set<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(signs.contains(scalar) ? " " : scalar) }
        return String(result)
    }
}
