import CoreVocabulary
import LedgerService

/// Queries for master keys and the values sealed under them.
protocol KeyQueries: SQLiteQueries {}

extension KeyQueries {
    func masterKeys() throws -> [MasterKeyRecord] {
        try database.all(
            """
            SELECT k.key_no, k.proof, k.began_at, e.ended_at
            FROM master_key k LEFT JOIN master_key_end e ON e.key_no = k.key_no ORDER BY k.key_no
            """
        ) { row in
            MasterKeyRecord(
                number: try row.integer(0, as: MasterKey.Number.self),
                proof: row.bytes(1),
                beganAt: row.instant(2),
                endedAt: row.optionalInstant(3)
            )
        }
    }

    func sealedValues(
        _ purpose: MasterKey.Purpose,
        after owner: UInt128?,
        limit: Int
    ) throws -> [SealedValue] {
        guard let column = SealedColumn.of(purpose) else { return [] }
        return try database.all(
            """
            SELECT \(column.owner), \(column.column) FROM \(column.table)
            WHERE \(column.owner) > ? AND length(\(column.column)) > 0
            ORDER BY \(column.owner) LIMIT ?
            """,
            [owner.map { .bits($0) } ?? .blob([]), .integer(limit)]
        ) { try Self.sealedValue($0, purpose) }
    }

    func staleValues(
        _ purpose: MasterKey.Purpose,
        besides number: MasterKey.Number,
        limit: Int
    ) throws -> [SealedValue] {
        guard let column = SealedColumn.of(purpose) else { return [] }
        // Two ranges of the index over the first bytes: below the key's header and above it. A
        // destroyed value has no first byte.
        let start = "substr(\(column.column), 1, \(SealedHeader.byteCount))"
        let values = "SELECT \(column.owner), \(column.column) FROM \(column.table)"
        return try database.all(
            """
            SELECT * FROM (\(values) WHERE \(start) > x'' AND \(start) < ?1 LIMIT ?2)
            UNION ALL SELECT * FROM (\(values) WHERE \(start) > ?1 LIMIT ?2) LIMIT ?2
            """,
            [.blob(SealedHeader(number: number).bytes), .integer(limit)]
        ) { try Self.sealedValue($0, purpose) }
    }

    func hasKeys(ofSessionsEndedBy instant: Instant) throws -> Bool {
        try database.hasRow(
            "SELECT 1 FROM session WHERE ends_at <= ? AND length(authorisation_key) > 0 LIMIT 1",
            [.instant(instant)]
        )
    }

    private static func sealedValue(
        _ row: SQLRow,
        _ purpose: MasterKey.Purpose
    ) throws -> SealedValue {
        let id: Identifier<SealedOwner> = try row.id(0)
        return SealedValue(purpose: purpose, ownerBits: id.rawValue, sealed: row.bytes(1))
    }

    func hasSealedValue(under number: MasterKey.Number) throws -> Bool {
        let header = SealedHeader(number: number).bytes
        return try SealedColumn.all.contains { column in
            let start = "substr(\(column.column), 1, 5)"
            let sealed = "SELECT EXISTS (SELECT 1 FROM \(column.table) WHERE \(start) = ?)"
            if try database.integer(sealed, [.blob(header)]) == 1 { return true }
            guard number == SealedHeader.firstNumber else { return false }
            // Values without a header may begin with any byte. Those with one begin with its
            // version.
            return try database.integer(
                """
                SELECT EXISTS (SELECT 1 FROM \(column.table)
                        WHERE \(start) > x'' AND \(start) < ?)
                    OR EXISTS (SELECT 1 FROM \(column.table) WHERE \(start) >= ?)
                """,
                [.blob([SealedHeader.version]), .blob([SealedHeader.version + 1])]
            ) == 1
        }
    }
}

/// Phantom type for the identifier of any owner of a sealed value.
private enum SealedOwner {}
