import CoreVocabulary
import GRDB
import IdentityCore
import LedgerService

extension SQLiteTransaction {
    func update(_ tries: AttemptRecord, under key: AttemptKey) throws {
        let addedBefore = addedRowCount(of: Self.guards)
        try run(
            """
            INSERT INTO sign_in_guard (guard_key, state, open_tries, counted_at)
                VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (guard_key) DO UPDATE SET state = ?2, open_tries = ?3, counted_at = ?4
            """,
            [
                .blob(key.bytes), .blob(tries.state.canonicalBytes),
                .integer(tries.openTryCount), .instant(tries.countedAt),
            ]
        )
        guard case .transfers = key else { return }
        addedTransferGuardCount += addedRowCount(of: Self.guards) - addedBefore
    }

    func removeSignIns(countedBy instant: Instant, beyond count: Int64) throws {
        try run(
            "DELETE FROM sign_in_guard WHERE length(guard_key) = 32 AND counted_at <= ?",
            [.instant(instant)]
        )
        // The excess is deleted from the old end, so that only the deleted rows are read.
        let excess = try signInCount(ifBeyond: count) - count
        guard excess > 0 else { return }
        try run(
            """
            DELETE FROM sign_in_guard WHERE length(guard_key) = 32 AND counted_at <=
                (SELECT counted_at FROM sign_in_guard WHERE length(guard_key) = 32
                    ORDER BY counted_at LIMIT 1 OFFSET ?)
            """,
            [.integer(excess - 1)]
        )
    }

    private static var guards: String { "sign_in_guard" }

    /// Returns the number of sign-in rows if it can exceed `count`, and `count` otherwise.
    ///
    /// - Complexity: O(1), except for the first call after opening, which is O(n) in those rows.
    private func signInCount(ifBeyond count: Int64) throws -> Int64 {
        let rowCount = try rowCount(of: Self.guards)
        guard rowCount > count else { return count }
        if let number = transferGuards.number {
            return rowCount - number - addedTransferGuardCount
        }
        let signIns = "SELECT count(*) FROM sign_in_guard WHERE length(guard_key) = 32"
        let found = try database.integer(signIns) ?? 0
        // Rows of this transaction are not included, because they may be rolled back.
        transferGuards.remember(rowCount - found - addedTransferGuardCount)
        return found
    }

    func removeSignIns(under nameBits: UInt128) throws -> Int {
        let first = AttemptKey.signIns(nameBits: nameBits, placeBits: .min)
        let last = AttemptKey.signIns(nameBits: nameBits, placeBits: .max)
        try run(
            "DELETE FROM sign_in_guard WHERE guard_key BETWEEN ? AND ?",
            [.blob(first.bytes), .blob(last.bytes)]
        )
        return database.changesCount
    }

    func insertPlace(
        _ placeBits: UInt128,
        of userID: UserID,
        at instant: Instant,
        limit: Int
    ) throws {
        try run(
            """
            INSERT INTO sign_in_place (user_id, place, seen_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (user_id, place) DO UPDATE SET seen_at = ?3
            """,
            [.id(userID), .bits(placeBits), .instant(instant)]
        )
        try run(
            """
            DELETE FROM sign_in_place WHERE user_id = ?1 AND place IN
                (SELECT place FROM sign_in_place WHERE user_id = ?1
                    ORDER BY seen_at DESC, place LIMIT -1 OFFSET ?2)
            """,
            [.id(userID), .integer(limit)]
        )
    }
}
