import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore

/// Queries for exported transfers.
protocol ExportQueries: FeedQueries {}

/// Column lists of the statements.
private enum Columns {
    /// Columns of an exported transfer, from either of its entries.
    ///
    /// The two entries of a transfer have consecutive numbers, the debit first, so that either one
    /// leads to the other.
    static let export = """
        SELECT e.feed_sequence, t.journal_id, t.transfer_id, t.amount, t.booked_at, t.value_date,
            t.code, d.reference, d.counterparty, c.counterparty, t.debit_no, t.credit_no
        FROM entry e
            JOIN entry d ON d.feed_sequence = e.feed_sequence + 1 - e.side
            JOIN entry c ON c.feed_sequence = d.feed_sequence + 1
            JOIN transfer t ON t.transfer_no = e.transfer_no
        """
}

/// Sequence of entries that an export follows: the feed, or the places of an account.
private struct Line {
    let account: Int64?

    /// The column that numbers the entries.
    var column: String { account == nil ? "e.feed_sequence" : "e.account_sequence" }
    /// SQL condition for entries of the sequence, with ``value`` as the first parameter.
    var condition: String { account == nil ? "e.side = ?1" : "e.account_no = ?1" }
    var value: SQLValue { .integer(account ?? Int64(Side.debit.rawValue)) }
}

extension ExportQueries {
    func exportedTransfers(
        _ filter: ExportFilter,
        after position: Int64,
        limit: Int
    ) throws -> [ExportedTransfer] {
        let line = Line(account: try filter.accountID.map { try knownKey(of: $0).number })
        let head = try feedHead()
        var after = position
        var last = head
        if let account = line.account {
            after = try lastPlace(of: account, upTo: position)
            last = try lastPlace(of: account, upTo: head)
        }
        // Both ends are searched for, so that the entries outside of the dates cost nothing.
        if let end = filter.bookedBefore {
            last = try firstEntry(on: line, bookedFrom: end, after: after, upTo: last) - 1
        }
        if let start = filter.bookedFrom {
            after = try firstEntry(on: line, bookedFrom: start, after: after, upTo: last) - 1
        }
        return try database.all(
            """
            \(Columns.export) WHERE \(line.condition) AND \(line.column) > ?2
                AND \(line.column) <= ?3 ORDER BY \(line.column) LIMIT ?4
            """,
            [line.value, .integer(after), .integer(last), .integer(limit)],
            exportedTransfer
        )
    }

    /// Returns the first number on a line whose entry was booked at an instant or later.
    ///
    /// Returns one beyond the last if there is none. Booking times never decrease, so a binary
    /// search finds it.
    ///
    /// - Complexity: O(log n) row lookups.
    private func firstEntry(
        on line: Line,
        bookedFrom instant: Instant,
        after position: Int64,
        upTo last: Int64
    ) throws -> Int64 {
        var low = position + 1
        var high = last + 1
        while low < high {
            let middle = low + (high - low) / 2
            let next = try database.first(
                """
                SELECT \(line.column), t.booked_at
                FROM entry e JOIN transfer t ON t.transfer_no = e.transfer_no
                WHERE \(line.condition) AND \(line.column) >= ?2
                ORDER BY \(line.column) LIMIT 1
                """,
                [line.value, .integer(middle)]
            ) { (number: $0.integer(0), bookedAt: $0.instant(1)) }
            if let next, next.bookedAt < instant {
                low = next.number + 1
            } else {
                high = middle
            }
        }
        return min(low, last + 1)
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
