import CoreVocabulary
import LedgerService

extension SQLiteTransaction {
    func insert(_ key: MasterKeyRecord) throws {
        try run(
            "INSERT INTO master_key (key_no, header, proof, began_at) VALUES (?, ?, ?, ?)",
            [
                .integer(key.number), .blob(SealedHeader(number: key.number).bytes),
                .blob(key.proof), .instant(key.beganAt),
            ]
        )
    }

    func endMasterKey(_ number: MasterKey.Number, at instant: Instant) throws -> Bool {
        try run(
            """
            INSERT INTO master_key_end (key_no, ended_at) SELECT ?1, ?2
            WHERE NOT EXISTS (SELECT 1 FROM master_key_end WHERE key_no = ?1)
            """,
            [.integer(number), .instant(instant)]
        )
        return didChange
    }

    func update(_ value: SealedValue) throws {
        guard let column = SealedColumn.of(value.purpose) else {
            throw LedgerStoreError(.rowInvalid, "No row has a sealed value for this.")
        }
        try run(
            "UPDATE \(column.table) SET \(column.column) = ? WHERE \(column.owner) = ?",
            [try sealed(value.sealed), .bits(value.ownerBits)]
        )
        guard didChange else {
            throw LedgerStoreError(.rowInvalid, "The owner of a sealed value is not there.")
        }
    }

    /// Returns a sealed value for a statement.
    ///
    /// - Throws: ``LedgerStoreError`` with `rowInvalid` if its master key was retired. Triggers refuse
    ///   such a value from any other program.
    func sealed(_ value: [UInt8]) throws -> SQLValue {
        let isRetired = try database.hasRow(
            "SELECT 1 FROM master_key JOIN master_key_end USING (key_no) WHERE header = ?",
            [.blob(Array(value.prefix(SealedHeader.byteCount)))]
        )
        guard !isRetired else {
            throw LedgerStoreError(.rowInvalid, "This master key was retired.")
        }
        return .blob(value)
    }

    func destroyKeys(ofSessionsEndedBy instant: Instant, limit: Int) throws -> Int {
        let ended: [SessionID] = try database.all(
            """
            SELECT session_id FROM session
            WHERE ends_at <= ? AND length(authorisation_key) > 0 ORDER BY ends_at LIMIT ?
            """,
            [.instant(instant), .integer(limit)]
        ) { try $0.id(0) }
        for id in ended {
            try run("UPDATE session SET authorisation_key = x'' WHERE session_id = ?", [.id(id)])
            try run("UPDATE session_renewal SET refresh_key = x'' WHERE session_id = ?", [.id(id)])
        }
        return ended.count
    }
}
