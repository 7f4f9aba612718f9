import CoreVocabulary
import GRDB
import LedgerCore
import LedgerService
import MoneyCore

extension SQLiteReader {
    /// The two entries of a transfer have numbers next to each other, the debit first, so that
    /// either one leads to the other.
    private static let columns = """
        SELECT e.feed_sequence, t.journal_id, t.transfer_id, t.amount, t.booked_at, t.value_date,
            t.code, d.reference, d.counterparty, c.counterparty, t.debit_no, t.credit_no
        FROM entry e
            JOIN entry d ON d.feed_sequence = e.feed_sequence + 1 - e.side
            JOIN entry c ON c.feed_sequence = d.feed_sequence + 1
            JOIN transfer t ON t.transfer_no = e.transfer_no
        """
    private static let conditions = """
         AND e.feed_sequence > ? AND t.booked_at >= ? AND t.booked_at < ?
        ORDER BY e.feed_sequence LIMIT ?
        """

    func exportedTransfers(
        _ filter: ExportFilter,
        after position: Int64,
        limit: Int
    ) throws -> [ExportedTransfer] {
        var values: [SQLValue] = [
            .integer(position),
            .integer(filter.bookedFrom?.nanosecondsSinceEpoch ?? .min),
            .integer(filter.bookedBefore?.nanosecondsSinceEpoch ?? .max), .integer(limit),
        ]
        var selection = " WHERE e.side = 1"
        if let id = filter.accountID {
            selection = " WHERE e.account_no = ?"
            values.insert(.integer(try knownKey(of: id).number), at: 0)
        }
        return try database.all(
            Self.columns + selection + Self.conditions,
            values,
            exportedTransfer
        )
    }

    private func exportedTransfer(_ row: SQLRow) throws -> ExportedTransfer {
        let debit = try party(row.integer(10), counterparty: row.text(8))
        let credit = try party(row.integer(11), counterparty: row.text(9))
        let currency = try knownKey(of: debit.accountID).currency
        return ExportedTransfer(
            position: row.integer(0),
            journalID: try row.id(1),
            transferID: try row.id(2),
            amount: Money(minorUnits: row.integer(3), currency: currency),
            bookedAt: row.instant(4),
            valueDate: try row.date(5),
            code: try row.integer(6, as: UInt16.self),
            reference: row.text(7),
            debit: debit,
            credit: credit
        )
    }

    private func party(_ number: Int64, counterparty: String) throws -> ExportedTransfer.Party {
        let id = try accountID(number)
        let side = try knownKey(of: id).normalBalance
        let found = try database.first(
            "SELECT number, holder, product FROM account WHERE account_no = ?",
            [.integer(number)]
        ) { row in
            ExportedTransfer.Party(
                accountID: id,
                number: row.text(0),
                holder: row.text(1),
                product: row.text(2),
                normalBalance: side,
                counterparty: counterparty
            )
        }
        guard let found else { throw LedgerStoreError.invalidRow("entry") }
        return found
    }
}
