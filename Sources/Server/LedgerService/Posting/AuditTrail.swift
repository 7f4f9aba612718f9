import CoreVocabulary
import Cryptography

extension LedgerTransaction {
    /// Adds a line to the audit log, chained to the one before.
    func audit(
        _ action: AuditRow.Action,
        _ result: AuditRow.Result = .done,
        by actor: UserID?,
        objectBits: UInt128?,
        at instant: Instant,
        count: Int64 = 1,
        detail: Digest256? = nil
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
            detail: detail
        )
        try insert(row, hash: row.chained(after: head.hash))
    }
}
