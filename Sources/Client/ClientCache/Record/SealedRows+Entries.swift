import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import SyncCore

extension SealedRows {
    func entry(of accountID: AccountID, at sequence: Int64) throws -> StoredEntry? {
        try storedEntry(
            "SELECT sequence, hash, sealed FROM entry WHERE account = ? AND sequence = ?",
            accountID,
            sequence
        )
    }

    func nextEntry(of accountID: AccountID, after sequence: Int64) throws -> StoredEntry? {
        try storedEntry(
            """
            SELECT sequence, hash, sealed FROM entry WHERE account = ? AND sequence > ?
            ORDER BY sequence LIMIT 1
            """,
            accountID,
            sequence
        )
    }

    func lastSequence(of accountID: AccountID) throws -> Int64? {
        try Int64.fetchOne(
            database,
            sql: "SELECT max(sequence) FROM entry WHERE account = ?",
            arguments: [accountID.bytes.blob]
        )
    }

    mutating func putEntry(
        of accountID: AccountID,
        at sequence: Int64,
        canonicalBytes: [UInt8],
        chainHash: Digest256
    ) throws {
        let place = EntryPlace(accountID, sequence, chainHash.bytes)
        try run(
            "INSERT OR REPLACE INTO entry(account, sequence, hash, sealed) VALUES (?, ?, ?, ?)",
            [
                accountID.bytes.blob, sequence, chainHash.bytes.blob,
                sealer.seal(canonicalBytes, at: place.bytes).blob,
            ]
        )
    }

    mutating func removeEntry(of accountID: AccountID, at sequence: Int64) throws {
        try run(
            "DELETE FROM entry WHERE account = ? AND sequence = ?",
            [accountID.bytes.blob, sequence]
        )
    }

    /// Visits entries from the last sequence down to the first; each must exist.
    ///
    /// - Throws: ``ChainFault`` for the first sequence that is missing or was altered.
    func visitEntries(
        of accountID: AccountID,
        sequences: ClosedRange<Int64>,
        _ body: (Int64, Digest256, [UInt8]) throws -> Void
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT sequence, hash, sealed FROM entry
                WHERE account = ? AND sequence BETWEEN ? AND ? ORDER BY sequence DESC
                """
        )
        let rows = try Row.fetchCursor(
            statement,
            arguments: [accountID.bytes.blob, sequences.lowerBound, sequences.upperBound]
        )
        var expected = sequences.upperBound
        var place = EntryPlace(accountID, 0, [])
        func fault() -> ChainFault {
            .unreadable(accountID, at: expected)
        }
        while let row = try rows.next() {
            guard row[0] as Int64 == expected else { throw fault() }
            let hashBytes = row.bytes(1)
            place.move(to: expected, hashBytes)
            guard let hash = Digest256(hashBytes),
                let bytes = sealer.open(row.bytes(2), at: place.bytes)
            else { throw fault() }
            try body(expected, hash, bytes)
            expected -= 1
        }
        guard expected == sequences.lowerBound - 1 else { throw fault() }
    }

    private func storedEntry(
        _ sql: String,
        _ accountID: AccountID,
        _ sequence: Int64
    ) throws -> StoredEntry? {
        guard let row = try row(sql, [accountID.bytes.blob, sequence]) else { return nil }
        let (hashBytes, stored) = (row.bytes(1), row.bytes(2))
        let place = EntryPlace(accountID, row[0], hashBytes)
        let hash = Digest256(hashBytes)
        return StoredEntry(
            sequence: row[0],
            chainHash: hash ?? .zero,
            canonicalBytes: hash == nil ? nil : sealer.open(stored, at: place.bytes),
            storedBytes: stored
        )
    }
}

/// Associated data of a sealed entry: its kind, account, sequence and chain hash.
private struct EntryPlace {
    private(set) var bytes: [UInt8]
    private let fixedCount: Int

    init(_ accountID: AccountID, _ sequence: Int64, _ hash: [UInt8]) {
        bytes = RowSealer.place(.entry, accountID.bytes)
        fixedCount = bytes.count
        move(to: sequence, hash)
    }

    /// Changes to another entry of the same account, reusing the array.
    mutating func move(to sequence: Int64, _ hash: [UInt8]) {
        bytes.removeLast(bytes.count - fixedCount)
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: sequence >> shift))
        }
        bytes.append(contentsOf: hash)
    }
}
