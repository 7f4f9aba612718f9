public import CoreVocabulary
public import Cryptography

extension LedgerTransaction {
    /// Adds a line to the audit log, chained to the one before.
    ///
    /// - Parameters:
    ///   - action: What was done.
    ///   - result: How it ended.
    ///   - actor: The user who did it; nil for the bank itself.
    ///   - objectBits: The 128 bits of the object's identifier, if there is one.
    ///   - instant: When.
    ///   - count: How many objects the line stands for, 1 or more.
    ///   - detail: Binds what the line stands for beyond its first object, if there is more, or is
    ///     that of an ``AuditDetail``.
    ///   - concernedID: The user whom it concerns, where the object is something of theirs.
    ///   - note: The access or role that was given, or the rule for which it was refused.
    /// - Throws: What the store throws.
    public func audit(
        _ action: AuditRow.Action,
        _ result: AuditRow.Result = .done,
        by actor: UserID?,
        objectBits: UInt128?,
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
