import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore

extension LedgerReading {
    /// Returns the facts about a refusal, one per row, or nil if there was none.
    ///
    /// - Throws: ``DaemonError``: `badData` for an invalid identifier; errors of the books.
    func refusedFacts(of text: String, _ zone: ZoneOffset) throws -> [[String]]? {
        let id: TransferID = try OperatorText.identifier(text, "transfer")
        let known = try intent(IntentKey(rawValue: id.rawValue))
        if let refused = try known.flatMap({ try RejectedIntent($0) }) {
            return try facts(of: refused, zone)
        }
        guard let record = try journal(JournalID(rawValue: id.rawValue)),
            let refusal = record.decision.refusal
        else { return nil }
        return try facts(of: record, refusedFor: refusal.rejection, zone)
    }

    private func facts(of refused: RejectedIntent, _ zone: ZoneOffset) throws -> [[String]] {
        let (record, reviewed) = (refused.record, refused.reviewed)
        var rows = [
            ["intent", record.decision.key.description], ["kind", TransferKind.direct.word],
            ["state", refused.isTakenBack ? "taken back" : "refused"],
            ["rule", refused.reason], ["reason", refused.sentence],
        ]
        if let reviewed {
            let amount = refused.amount.map { OperatorText.money($0) }
            rows += [
                ["amount", amount ?? "-"],
                ["from", try partyText(of: reviewed.debitAccountID)],
                ["to", try partyText(of: reviewed.creditorAccountID)],
                ["shown to the payer", reviewed.payeeName], ["reference", reviewed.reference],
            ]
        } else {
            rows.append(["terms", "not known: it was taken back before it came"])
        }
        rows.append(["when", zone.text(of: record.decision.decidedAt)])
        if let reviewed { rows.append(["value date", reviewed.valueDate.description]) }
        let name = try user(record.userID)?.name ?? record.userID.description
        return rows + [["by", name]]
    }

    private func facts(
        of record: JournalRecord,
        refusedFor rejection: Rejection,
        _ zone: ZoneOffset
    ) throws -> [[String]] {
        try record.journal.transfers.flatMap { transfer -> [[String]] in
            [
                ["journal", record.journal.id.description], ["kind", transfer.kind.word],
                ["state", "refused"], ["rule", "\(AuditNote.rejection(rejection))"],
                ["reason", rejection.sentence.description],
                ["amount", OperatorText.money(transfer.amount)],
                ["from", try partyText(of: transfer.debitAccountID)],
                ["to", try partyText(of: transfer.creditAccountID)],
                ["when", zone.text(of: record.decision.decidedAt)],
                ["value date", transfer.valueDate.description], ["by", "the bank"],
            ]
        }
    }

    /// Returns an account as the facts of a transfer name it.
    func partyText(of id: AccountID) throws -> String {
        try account(id).map { "\($0.profile.number) (\($0.profile.holder))" } ?? id.description
    }
}
