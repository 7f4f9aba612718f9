import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import SyncCore

extension SealedRows {
    func chain(of accountID: AccountID) throws -> ChainRow? {
        let sql = "SELECT account, sequence, hash, sealed FROM chain WHERE account = ?"
        return try row(sql, [accountID.bytes.blob]).map { try chainRow($0, accountID) }
    }

    func chains() throws -> [ChainRow] {
        let sql = "SELECT account, sequence, hash, sealed FROM chain ORDER BY account"
        return try Row.fetchAll(database, sql: sql).map { row in
            try chainRow(row, try row.accountID(0))
        }
    }

    mutating func putChain(_ row: ChainRow) throws {
        let head = row.head
        let id = head.accountID.bytes
        var encoder = CanonicalEncoder()
        encoder.write(head.accountSequence)
        encoder.write(head.balanceMinorUnits)
        encoder.write(row.replayedSequence)
        let hash = head.hash.bytes
        let sealed = sealer.seal(encoder.bytes, at: RowSealer.place(.chain, id, hash))
        try run(
            "INSERT OR REPLACE INTO chain(account, sequence, hash, sealed) VALUES (?, ?, ?, ?)",
            [id.blob, head.accountSequence, hash.blob, sealed.blob]
        )
    }

    mutating func removeChain(of accountID: AccountID) throws {
        try run("DELETE FROM chain WHERE account = ?", [accountID.bytes.blob])
    }

    mutating func putDoubt(_ fault: ChainFault, inFeed: Bool) throws {
        try run(
            """
            INSERT INTO doubt(account, sequence, reason, is_in_feed) VALUES (?, ?, ?, ?)
            ON CONFLICT (account) DO UPDATE SET is_in_feed = excluded.is_in_feed
            """,
            [fault.accountID.bytes.blob, fault.accountSequence, fault.reason.number, inFeed]
        )
    }

    func doubt(about accountID: AccountID) throws -> (fault: ChainFault, inFeed: Bool)? {
        let sql = "SELECT sequence, reason, is_in_feed FROM doubt WHERE account = ?"
        return try row(sql, [accountID.bytes.blob]).map { row in
            let fault = ChainFault(
                accountID: accountID,
                accountSequence: row.integer(0),
                reason: ChainBreak(number: row.integer(1))
            )
            return (fault, row.integer(2) != 0)
        }
    }

    func doubts() throws -> [ChainFault] {
        let sql = "SELECT account, sequence, reason FROM doubt ORDER BY account"
        let statement = try database.cachedStatement(sql: sql)
        return try Row.fetchAll(statement).map { row in
            ChainFault(
                accountID: try row.accountID(0),
                accountSequence: row.integer(1),
                reason: ChainBreak(number: row.integer(2))
            )
        }
    }

    mutating func removeCuredDoubts() throws {
        try database.execute(sql: "DELETE FROM doubt WHERE is_in_feed = 0")
    }

    mutating func resetDoubts() throws {
        try database.execute(sql: "UPDATE doubt SET is_in_feed = 0")
    }

    mutating func removeDoubt(about accountID: AccountID) throws {
        try run("DELETE FROM doubt WHERE account = ?", [accountID.bytes.blob])
    }

    mutating func addEvidence(_ evidence: Evidence) throws {
        let fault = evidence.fault
        let id = fault.accountID.bytes
        let sealed = sealer.seal(evidence.sealedPart, at: RowSealer.place(.evidence, id))
        try run(
            "INSERT INTO evidence(account, sequence, reason, sealed) VALUES (?, ?, ?, ?)",
            [id.blob, fault.accountSequence, fault.reason.number, sealed.blob]
        )
    }

    func evidenceCount(of accountID: AccountID) throws -> Int {
        try Int.fetchOne(
            database,
            sql: "SELECT count(*) FROM evidence WHERE account = ?",
            arguments: [accountID.bytes.blob]
        ) ?? 0
    }

    private func chainRow(_ row: Row, _ accountID: AccountID) throws -> ChainRow {
        let hashBytes = row.bytes(2)
        let place = RowSealer.place(.chain, accountID.bytes, hashBytes)
        let fault = ChainFault.unreadable(accountID)
        guard let hash = Digest256(hashBytes), let bytes = sealer.open(row.bytes(3), at: place)
        else { throw fault }
        do {
            var decoder = CanonicalDecoder(bytes)
            let sequence = try decoder.read(Int64.self)
            let balance = try decoder.read(Int64.self)
            let replayed = try decoder.read(Int64.self)
            try decoder.finish()
            guard sequence == row.integer(1) else { throw fault }
            return ChainRow(
                head: ChainHead(
                    accountID: accountID,
                    accountSequence: sequence,
                    balanceMinorUnits: balance,
                    hash: hash
                ),
                replayedSequence: replayed
            )
        } catch {
            throw fault
        }
    }
}
