import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

extension LedgerReading {
    /// Returns the transfers of an identifier, a receipt or an intent key.
    ///
    /// - Throws: ``DaemonError``: `badData` for an invalid identifier, `noInput` if there are none.
    func transfers(named text: String) throws -> [TransferRecord] {
        let id: TransferID = try OperatorText.identifier(text, "transfer")
        if let record = try transfer(id) { return [record] }
        var journalID = JournalID(rawValue: id.rawValue)
        if case .posted(let posted)? =
            try intent(IntentKey(rawValue: id.rawValue))?.decision.outcome
        {
            journalID = posted
        }
        let records = try (journal(journalID)?.journal.transfers ?? [])
            .compactMap { try transfer($0.id) }
        guard !records.isEmpty else {
            if try refusedFacts(of: text, .utc) != nil {
                throw DaemonError("\(id) was refused: nothing was booked for it.", .badData)
            }
            throw DaemonError("There is no transfer, receipt or intent \(id).", .noInput)
        }
        return records
    }

    /// Returns the journal of an audit row or of the intent that it names, or nil.
    func journalID(of row: AuditRow) throws -> JournalID? {
        guard row.result == .done, let bits = row.objectBits else { return nil }
        switch row.action {
        case .journalsPosted: return JournalID(rawValue: bits)
        case .intentDecided:
            guard
                case .posted(let id)? = try intent(IntentKey(rawValue: bits))?.decision.outcome
            else { return nil }
            return id
        default: return nil
        }
    }

    /// Returns true if an account is a side of a row's booked, held, released or refused transfer.
    ///
    /// For a row of several journals or transfers, only the first counts.
    func hasTransfer(of row: AuditRow, on accountID: AccountID) throws -> Bool {
        var transfers: [Transfer] = []
        if let terms = try row.rejectedIntent(in: self)?.reviewed {
            return terms.debitAccountID == accountID || terms.creditorAccountID == accountID
        }
        if let id = try journalID(of: row) {
            transfers = try journal(id)?.journal.transfers ?? []
        } else if row.action == .journalsPosted, let bits = row.objectBits {
            transfers = try journal(JournalID(rawValue: bits))?.journal.transfers ?? []
        } else if row.action == .pendingsExpired, let bits = row.objectBits,
            let record = try transfer(TransferID(rawValue: bits))
        {
            transfers = [record.transfer]
        }
        return transfers.contains {
            $0.debitAccountID == accountID || $0.creditAccountID == accountID
        }
    }

    /// Returns a journal's transfer in a few words, or nil for a journal of several.
    func words(of id: JournalID) throws -> String? {
        guard let transfers = try journal(id)?.journal.transfers, transfers.count == 1,
            let transfer = transfers.first
        else { return nil }
        let amount = OperatorText.money(transfer.amount)
        let payer = try numberText(of: transfer.debitAccountID)
        let payee = try numberText(of: transfer.creditAccountID)
        return "\(transfer.kind.word): \(amount) from \(payer) to \(payee)"
    }

    private func numberText(of id: AccountID) throws -> String {
        try account(id)?.profile.number ?? id.description
    }
}

extension TransferKind {
    /// The kind in the words of operators.
    var word: String {
        switch self {
        case .direct: "transfer"
        case .pend: "hold"
        case .post: "hold taken"
        case .void: "hold released"
        case .reversal: "reversal"
        }
    }
}
