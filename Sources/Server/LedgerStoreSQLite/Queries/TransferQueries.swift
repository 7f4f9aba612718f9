import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore

/// Queries for transfers and journals.
protocol TransferQueries: SQLiteQueries {}

/// Kinds of transfers in SQL, by the codes of `TransferKind`.
enum TransferKinds {
    /// The kinds that have entries: direct transfers, posts and reversals.
    static let booked = "(1, 3, 5)"
}

/// Column lists of the statements.
private enum Columns {
    static let transfer = """
        SELECT t.transfer_id, t.journal_id, t.journal_index, t.debit_no, t.credit_no, t.amount,
            t.kind, t.acts_on, t.expires_at, t.code, t.end_to_end_id, t.value_date, t.event_at,
            t.booked_at, r.status, r.resolved_by, r.resolved_at,
            (SELECT v.transfer_id FROM transfer v WHERE v.acts_on = t.transfer_id AND v.kind = 5),
            t.maker_id
        FROM transfer t LEFT JOIN resolution r ON r.pending_id = t.transfer_id
        """
}

extension TransferQueries {
    func transfer(_ id: TransferID) throws -> TransferRecord? {
        // Most identifiers in question are new, which is found out without the joins.
        guard try database.hasRow("SELECT 1 FROM transfer WHERE transfer_id = ?", [.id(id)]) else {
            return nil
        }
        return try database.first(
            Columns.transfer + " WHERE t.transfer_id = ?",
            [.id(id)],
            transfer
        )
    }

    func journal(_ id: JournalID) throws -> JournalRecord? {
        let accepted = "SELECT 1 FROM transfer WHERE journal_id = ? LIMIT 1"
        if try database.hasRow(accepted, [.id(id)]) { return try acceptedJournal(id) }
        return try database.first(
            """
            SELECT body, rejection, rejected_index, decided_at FROM refused_journal
            WHERE journal_id = ?
            """,
            [.id(id)]
        ) { row in
            JournalRecord(
                journal: try Journal(canonicalBytes: row.bytes(0)),
                decision: Decision(
                    refusal: Refusal(
                        try row.value(1, in: "refused_journal"),
                        at: row.optionalInteger(2).map { Int($0) }
                    ),
                    decidedAt: row.instant(3)
                )
            )
        }
    }

    func firstTransfer<Found>(
        _ body: (Int64, TransferRecord) throws -> Found?
    ) throws -> Found? {
        var number: Int64 = 0
        return try database.firstFound(Columns.transfer + " ORDER BY t.transfer_no") { row in
            number += 1
            return try body(number, transfer(row))
        }
    }

    private func acceptedJournal(_ id: JournalID) throws -> JournalRecord? {
        let records = try database.all(
            Columns.transfer + " WHERE t.journal_id = ? ORDER BY t.journal_index",
            [.id(id)],
            transfer
        )
        guard let first = records.first else { return nil }
        return JournalRecord(
            journal: Journal(id: id, transfers: records.map(\.transfer)),
            decision: Decision(decidedAt: first.bookedAt)
        )
    }

    private func transfer(_ row: SQLRow) throws -> TransferRecord {
        let debitID = try accountID(row.integer(3))
        let currency = try knownKey(of: debitID).currency
        let kind = TransferKind(
            code: try row.integer(6, as: UInt8.self),
            actsOn: try row.optionalID(7),
            expiresAt: row.optionalInstant(8)
        )
        guard let kind else { throw LedgerStoreError.invalidRow("transfer") }
        let id: TransferID = try row.id(0)
        return TransferRecord(
            transfer: Transfer(
                id: id,
                debitAccountID: debitID,
                creditAccountID: try accountID(row.integer(4)),
                amount: Money(minorUnits: row.integer(5), currency: currency),
                kind: kind,
                code: try row.integer(9, as: UInt16.self),
                endToEndID: row.optionalText(10).flatMap(EndToEndID.init),
                valueDate: try row.date(11),
                eventAt: row.instant(12)
            ),
            journalID: try row.id(1),
            journalIndex: try row.integer(2, as: Int.self),
            bookedAt: row.instant(13),
            resolution: try resolution(of: id, row),
            reversedBy: try row.optionalID(17),
            makerID: try row.optionalID(18)
        )
    }

    private func resolution(of id: TransferID, _ row: SQLRow) throws -> PendingResolution? {
        if row.isNull(14) { return nil }
        let resolution = PendingResolution(
            pendingID: id,
            status: try row.value(14, in: "resolution"),
            resolvedBy: try row.optionalID(15),
            resolvedAt: row.instant(16)
        )
        guard let resolution else { throw LedgerStoreError.invalidRow("resolution") }
        return resolution
    }
}
