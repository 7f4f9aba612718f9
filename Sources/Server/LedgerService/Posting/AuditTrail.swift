public import CoreVocabulary
public import Cryptography

extension LedgerTransaction {
    /// Appends a row to the audit log, chained to the one before.
    ///
    /// - Parameters:
    ///   - action: The action.
    ///   - result: The result of the action.
    ///   - actor: The user who did it; nil for the bank itself.
    ///   - objectBits: The 128 bits of the object's identifier, if there is one.
    ///   - instant: The time of the action.
    ///   - count: The number of objects of the row, 1 or more.
    ///   - detail: A digest that binds the row's objects beyond the first, or an ``AuditDetail``.
    ///   - concernedID: The user concerned, if the object belongs to them.
    ///   - note: The access or role that was given, or the rule that was broken.
    /// - Throws: Any error of the store.
    public func audit(
        _ action: AuditRow.Action,
        _ result: AuditRow.Result = .done,
        by actor: UserID? = nil,
        objectBits: UInt128? = nil,
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
