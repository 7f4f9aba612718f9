import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore

extension AuditLine {
    /// Whom the line concerns, what was given and what was before, or why it was refused and what was
    /// asked for; a hyphen for none of them.
    ///
    /// Facts that the books keep elsewhere are read there: so lines of earlier releases tell them too.
    func noteText(in reader: any LedgerReading) throws -> String {
        let concerned = row.concernedID.map { concernedName ?? $0.description }
        let parts = [concerned, try givenText(in: reader)].compactMap(\.self)
        return parts.isEmpty ? "-" : parts.joined(separator: ": ")
    }

    /// The number that an account that was not opened was to have; nil for any other line.
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

    /// The journal that the bank booked or was refused; of several journals the rule alone.
    private func journalText(in reader: any LedgerReading) throws -> String? {
        // A line of several journals names the first of them alone.
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
    /// The note as operators write it on the command line, or as the rules number it.
    var word: String {
        if case .access(let access?) = self { access.word } else { description }
    }
}
