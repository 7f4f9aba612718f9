import ClientService
import CoreVocabulary
import GRDB

extension SealedRows {
    mutating func noteTold(
        _ marks: [[UInt8]: EvidenceMark],
        of accountID: AccountID
    ) throws {
        let place = RowSealer.place(.evidence, accountID.bytes)
        for (id, found) in try sealedEvidence(of: accountID) {
            guard let mark = marks[found.bytes] else { continue }
            var evidence = found
            evidence.mark = mark
            let sealed = sealer.seal(evidence.canonicalBytes, at: place)
            try run("UPDATE evidence SET sealed = ? WHERE id = ?", [sealed.blob, id])
        }
    }

    mutating func removeEvidence(_ bytes: Set<[UInt8]>, of accountID: AccountID) throws {
        for (id, found) in try sealedEvidence(of: accountID) where bytes.contains(found.bytes) {
            try run("DELETE FROM evidence WHERE id = ?", [id])
        }
        try run("DELETE FROM unkept_evidence WHERE account = ?", [accountID.bytes.blob])
    }

    /// Returns the readable findings about an account, with their row numbers.
    private func sealedEvidence(
        of accountID: AccountID
    ) throws -> [(id: Int64, found: SealedEvidence)] {
        let place = RowSealer.place(.evidence, accountID.bytes)
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT id, sealed FROM evidence WHERE account = ? ORDER BY id",
            arguments: [accountID.bytes.blob]
        )
        return rows.compactMap { row in
            sealer.open(row.bytes(1), at: place)
                .flatMap { SealedEvidence(opened: $0) }
                .map { (row.integer(0), $0) }
        }
    }

    mutating func addUnkept(_ count: Int64, of accountID: AccountID) throws {
        try run(
            """
            INSERT INTO unkept_evidence(account, count) VALUES (?, ?)
            ON CONFLICT (account) DO UPDATE SET count = count + excluded.count
            """,
            [accountID.bytes.blob, count]
        )
    }

    func unkeptEvidence() throws -> [AccountID: Int64] {
        let statement = try database.cachedStatement(
            sql: "SELECT account, count FROM unkept_evidence"
        )
        var counts: [AccountID: Int64] = [:]
        for row in try Row.fetchAll(statement) {
            guard let accountID: AccountID = row.identifier(0) else {
                throw RecordStoreError.damaged
            }
            counts[accountID] = row.integer(1)
        }
        return counts
    }
}
