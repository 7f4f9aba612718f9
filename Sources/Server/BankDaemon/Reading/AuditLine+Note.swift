import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore

extension AuditLine {
    /// Returns the note: the concerned user with old and new value, or the refusal's reason.
    ///
    /// It is a hyphen if there is neither. Facts that the books store elsewhere are read from
    /// there, so that rows of earlier releases have them too.
    func noteText(in reader: any LedgerReading) throws -> String {
        let concerned = row.concernedID.map { concernedName ?? $0.description }
        let parts = [concerned, try givenText(in: reader)].compactMap(\.self)
        return parts.isEmpty ? "-" : parts.joined(separator: ": ")
    }

    /// The requested number of an account that was not opened; nil for any other line.
    var askedNumber: String? {
        guard case .number(let number)? = row.told else { return nil }
        return number.text
    }

    private func givenText(in reader: any LedgerReading) throws -> String? {
        switch row.action {
        case .journalsPosted: return try journalText(in: reader)
        case .intentDecided: return try row.rejectedIntent(in: reader)?.reason
        case .accountOpened, .limitsChanged: return try limitsText(in: reader)
        case .payeeChanged: return payeeText
        case .accessChanged, .roleChanged:
            guard let note = row.note else { return nil }
            guard case .before(let before)? = row.told else { return note.word }
            return "\(note.word); was \(before.word)"
        default: return row.note?.word
        }
    }

    /// Returns the words for a journal that was booked or refused; of several, the rule alone.
    private func journalText(in reader: any LedgerReading) throws -> String? {
        // A row of several journals only names the first of them.
        guard row.count == 1, let bits = row.objectBits else { return row.note?.word }
        let words = try reader.words(of: JournalID(rawValue: bits))
        let parts = [row.note?.word, words].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }

    private func limitsText(in reader: any LedgerReading) throws -> String? {
        guard let bits = row.objectBits,
            let stored = try reader.account(AccountID(rawValue: bits))
        else { return row.note?.word }
        let currency = stored.account.currency
        let isOpening = row.action == .accountOpened
        let product = isOpening ? "\(stored.profile.product) in \(currency.code)" : nil
        guard case .limits(let limits, let before)? = row.told else {
            return row.note?.word ?? product
        }
        let given = limits.text(currency)
        if isOpening { return [product, given].compactMap(\.self).joined(separator: ", ") }
        let text =
            row.result == .done
            ? "\(given); was \(before.text(currency))"
            : "asked for \(given); stays \(before.text(currency))"
        return [row.note?.word, text].compactMap(\.self).joined(separator: ": ")
    }

    private var payeeText: String? {
        guard case .payee(let wasListed, let isListed)? = row.told else { return row.note?.word }
        guard isListed else { return "removed" }
        return wasListed ? "another name" : "added"
    }
}

extension AuditNote {
    /// The note as operators type it, or as the rules number it.
    var word: String {
        if case .access(let access?) = self { access.word } else { description }
    }
}
