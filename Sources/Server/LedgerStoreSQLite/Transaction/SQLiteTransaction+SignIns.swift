import CoreVocabulary
import GRDB
import IdentityCore
import LedgerService

extension SQLiteTransaction {
    func update(_ tries: GuardRecord, under key: GuardKey) throws {
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
    }

    func removeSignIns(countedBy instant: Instant, beyond count: Int64) throws {
        // Which is the last to stay costs a look at each: it is looked for only where there are so many
        // rows, those about transfers included.
        guard try rowCount(of: "sign_in_guard") > count else {
            return try run(
                "DELETE FROM sign_in_guard WHERE length(guard_key) = 32 AND counted_at <= ?",
                [.instant(instant)]
            )
        }
        try run(
            """
            DELETE FROM sign_in_guard WHERE length(guard_key) = 32 AND counted_at <= max(?1, ifnull(
                (SELECT counted_at FROM sign_in_guard WHERE length(guard_key) = 32
                    ORDER BY counted_at DESC LIMIT 1 OFFSET ?2), ?1))
            """,
            [.instant(instant), .integer(count)]
        )
    }

    func removeSignIns(under nameBits: UInt128) throws -> Int {
        let first = GuardKey.signIns(nameBits: nameBits, placeBits: .min)
        let last = GuardKey.signIns(nameBits: nameBits, placeBits: .max)
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
