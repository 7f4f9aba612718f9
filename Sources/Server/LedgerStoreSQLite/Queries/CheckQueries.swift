import Cryptography
import LedgerService

/// Queries for the check of the books, each kind of row read by one statement.
protocol CheckQueries: AccountQueries, IdentityQueries {}

extension CheckQueries {
    func accountPage(
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, account: StoredAccount)] {
        // Forgetting the accounts bounds memory, however large the books are.
        forgetAccounts()
        return try accounts(after: number, limit: limit)
    }

    func bookedTransferCount() throws -> Int64 {
        try database.integer("SELECT count(*) FROM transfer WHERE kind IN \(TransferKinds.booked)")
            ?? 0
    }

    func firstBookedEntry<Found>(_ body: (BookedEntry) throws -> Found?) throws -> Found? {
        try database.firstFound(
            """
            SELECT e.feed_sequence, e.side, e.account_no, t.transfer_no,
                t.kind IN \(TransferKinds.booked), t.debit_no, t.credit_no
            FROM entry e LEFT JOIN transfer t ON t.transfer_no = e.transfer_no
            ORDER BY e.feed_sequence
            """
        ) { row in
            let booking: EntryBooking? = row.optionalInteger(3).map {
                (number: $0, isBooked: row.flag(4), debit: row.integer(5), credit: row.integer(6))
            }
            return try body(
                (
                    feedSequence: row.integer(0), side: try row.value(1, in: "entry"),
                    account: row.integer(2), booking: booking
                )
            )
        }
    }

    func expiringHolds() throws -> [ExpiringHold] {
        try database.all(
            """
            SELECT o.expires_at, t.transfer_id
            FROM open_hold o JOIN transfer t ON t.transfer_no = o.transfer_no
            WHERE o.expires_at IS NOT NULL ORDER BY o.expires_at, t.transfer_id
            """
        ) { ExpiringHold(expiresAt: $0.instant(0), transferID: try $0.id(1)) }
    }

    func firstFeedNumber<Found>(_ body: (FeedNumber) throws -> Found?) throws -> Found? {
        try database.firstFound(
            """
            SELECT feed_sequence, backfill_count, group_sequence FROM change
            UNION ALL SELECT feed_sequence, 0, group_sequence FROM entry ORDER BY 1
            """
        ) { row in
            try body(
                (
                    sequence: row.integer(0), backfillCount: row.integer(1),
                    groupSequence: row.integer(2)
                )
            )
        }
    }

    func firstAuditRow<Found>(
        _ body: (AuditRow, Digest256) throws -> Found?
    ) throws -> Found? {
        try database.firstFound("SELECT \(auditColumns), hash FROM audit ORDER BY audit_no") {
            try body(Self.auditRow($0), $0.digest(10))
        }
    }
}
