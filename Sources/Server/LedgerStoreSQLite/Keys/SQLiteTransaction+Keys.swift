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
            [.blob(value.sealed), .bits(value.ownerBits)]
        )
        guard didChange else {
            throw LedgerStoreError(.rowInvalid, "The owner of a sealed value is not there.")
        }
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
