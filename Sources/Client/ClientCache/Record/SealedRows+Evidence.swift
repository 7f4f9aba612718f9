import ClientService
import CoreVocabulary
import GRDB
import SyncCore

extension SealedRows {
    mutating func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) throws {
        let place = RowSealer.place(.evidence, accountID.bytes)
        for (id, found) in try storedEvidence(of: accountID) {
            guard let mark = marks[found.bytes] else { continue }
            var evidence = found
            evidence.mark = mark
            let sealed = sealer.seal(evidence.sealedPart, at: place)
            try run("UPDATE evidence SET sealed = ? WHERE id = ?", [sealed.blob, id])
        }
    }

    mutating func removeEvidence(_ bytes: Set<[UInt8]>, of accountID: AccountID) throws {
        for (id, found) in try storedEvidence(of: accountID) where bytes.contains(found.bytes) {
            try run("DELETE FROM evidence WHERE id = ?", [id])
        }
        try run("DELETE FROM unkept_evidence WHERE account = ?", [accountID.bytes.blob])
    }

    /// Returns the findings, oldest first.
    func evidence() throws -> [Evidence] {
        try storedEvidence().map(\.found)
    }

    /// Returns the findings, all or those about one account, with their row numbers.
    ///
    /// Bytes damaged since are returned as empty, and an unreadable account identifier as 0.
    private func storedEvidence(
        of accountID: AccountID? = nil
    ) throws -> [(id: Int64, found: Evidence)] {
        let condition = accountID == nil ? "" : "WHERE account = ?"
        let columns = "id, account, sequence, reason, sealed"
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT \(columns) FROM evidence \(condition) ORDER BY id",
            arguments: accountID.map { [$0.bytes.blob] } ?? []
        )
        return rows.map { row in
            let fault = ChainFault(
                accountID: row.identifier(1) ?? AccountID(rawValue: 0),
                accountSequence: row.integer(2),
                reason: ChainBreak(number: row.integer(3))
            )
            let place = RowSealer.place(.evidence, fault.accountID.bytes)
            let found = sealer.open(row.bytes(4), at: place)
                .flatMap { Evidence(fault, sealedPart: $0) }
            return (row.integer(0), found ?? Evidence(fault: fault, bytes: []))
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
        return try Row.fetchAll(statement).reduce(into: [:]) { counts, row in
            counts[try row.accountID(0)] = row.integer(1)
        }
    }
}
