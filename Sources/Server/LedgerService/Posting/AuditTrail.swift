package import CoreVocabulary
package import Cryptography

extension LedgerTransaction {
    /// Appends a row to the audit log, chained to the one before: see ``AuditRow``.
    package func audit(
        _ action: AuditRow.Action,
        _ result: AuditRow.Result = .done,
        by actor: UserID? = nil,
        of objectBits: UInt128? = nil,
        at instant: Instant,
        count: Int64 = 1,
        detail: Digest256? = nil,
        concerning concernedID: UserID? = nil,
        note: AuditNote? = nil
    ) throws {
        let head = try auditHead()
        let row = AuditRow(
            number: head.number + 1,
            at: instant,
            actor: actor,
            action: action,
            objectBits: objectBits,
            result: result,
            count: count,
            detail: detail,
            concernedID: concernedID,
            note: note
        )
        try insert(row, hash: row.chained(after: head.hash))
    }
}
