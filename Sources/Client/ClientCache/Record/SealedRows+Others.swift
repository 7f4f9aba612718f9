import CoreVocabulary
import GRDB
import SyncCore

// Rows received from the bank besides entries: accounts, holds and payees. The sums are updated
// whenever such a row is added, removed or changed.
extension SealedRows {
    mutating func put(_ account: AccountRecord, staged: Bool) throws {
        try put(account.canonicalBytes, in: .account, [account.accountID.bytes], staged: staged)
    }

    mutating func put(_ hold: HoldRecord, staged: Bool) throws {
        let ids = [hold.transferID.bytes, hold.accountID.bytes]
        try put(hold.canonicalBytes, in: .hold, ids, staged: staged)
    }

    mutating func put(_ payee: PayeeRecord, staged: Bool) throws {
        try put(payee.canonicalBytes, in: .payee, [payee.accountID.bytes], staged: staged)
    }

    mutating func removeHold(
        _ transferID: TransferID,
        of accountID: AccountID,
        staged: Bool
    ) throws {
        try remove(from: .hold, [transferID.bytes, accountID.bytes], staged: staged)
    }

    mutating func removePayee(_ accountID: AccountID, staged: Bool) throws {
        try remove(from: .payee, [accountID.bytes], staged: staged)
    }

    mutating func promoteStaged() throws {
        for table in SummedTable.allCases {
            try database.execute(sql: "DELETE FROM \(table) WHERE is_staged = 0")
            try database.execute(sql: "UPDATE \(table) SET is_staged = 0")
        }
        changedSums = RowSums(current: try sums().staged)
    }

    mutating func removeStaged() throws {
        for table in SummedTable.allCases {
            try database.execute(sql: "DELETE FROM \(table) WHERE is_staged = 1")
        }
        changedSums = RowSums(current: try sums().current)
    }

    mutating func removeToldRows(of accountID: AccountID, staged: Bool) throws {
        let counted = try countedSums(over: [.account, .hold], of: accountID)
        var sums = try sums()
        sums.subtract(staged ? RowSums(staged: counted.staged) : RowSums(current: counted.current))
        changedSums = sums
        // The condition uses `is_staged`, the first column of the keys. Otherwise all accounts
        // would be read.
        for table in ["account", "hold"] {
            try run(
                "DELETE FROM \(table) WHERE is_staged = ? AND account = ?",
                [staged, accountID.bytes.blob]
            )
        }
    }

    mutating func removeAccount(_ accountID: AccountID, keepsEvidence: Bool) throws {
        for isStaged in [false, true] { try removeToldRows(of: accountID, staged: isStaged) }
        let tables = ["entry", "chain", "doubt"]
        for table in keepsEvidence ? tables : tables + ["evidence", "unkept_evidence"] {
            try run("DELETE FROM \(table) WHERE account = ?", [accountID.bytes.blob])
        }
    }

    /// Writes the sums at the end of a transaction that changed rows after it wrote the state.
    mutating func saveSums() throws {
        guard changedSums != nil else { return }
        try setState(try state())
    }

    /// Computes the sums over the rows of some tables, of all accounts or of one.
    ///
    /// - Complexity: O(n) in the number of rows, in bounded memory.
    func countedSums(over tables: [SummedTable], of accountID: AccountID? = nil) throws -> RowSums {
        var sums = RowSums()
        for table in tables {
            for isStaged in [false, true] {
                try visitRows(of: table, staged: isStaged, of: accountID) { sealed, ids in
                    sums[staged: isStaged, table.group(ids)] &+= hash(of: sealed, in: table, ids)
                }
            }
        }
        return sums
    }

    /// Visits the rows of a table, of all accounts in order or of one, with their identifiers.
    func visitRows(
        of table: SummedTable,
        staged isStaged: Bool,
        of accountID: AccountID?,
        _ body: (_ sealed: [UInt8], _ ids: [[UInt8]]) throws -> Void
    ) throws {
        let columns = table.idColumns.joined(separator: ", ")
        var sql = "SELECT sealed, \(columns) FROM \(table) WHERE is_staged = ?"
        var arguments: StatementArguments = [isStaged]
        if let accountID {
            sql += " AND account = ?"
            arguments += [accountID.bytes.blob]
        } else {
            sql += " ORDER BY account"
        }
        let statement = try database.cachedStatement(sql: sql)
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() {
            try body(row.bytes(0), (1..<row.count).map { row.bytes($0) })
        }
    }

    private mutating func put(
        _ canonicalBytes: [UInt8],
        in table: SummedTable,
        _ ids: [[UInt8]],
        staged: Bool
    ) throws {
        let sealed = sealer.seal(canonicalBytes, at: Self.place(in: table, ids))
        let group = table.group(ids)
        var sums = try sums()
        sums[staged: staged, group] &-= try storedHash(in: table, ids, staged: staged)
        sums[staged: staged, group] &+= hash(of: sealed, in: table, ids)
        changedSums = sums
        let columns = table.idColumns.joined(separator: ", ")
        let marks = table.idColumns.map { _ in ", ?" }.joined()
        var arguments: StatementArguments = [sealed.blob]
        arguments += Self.arguments(staged, ids)
        try run(
            """
            INSERT INTO \(table)(sealed, is_staged, \(columns)) VALUES (?, ?\(marks))
            ON CONFLICT (is_staged, \(columns)) DO UPDATE SET sealed = excluded.sealed
            """,
            arguments
        )
    }

    private mutating func remove(from table: SummedTable, _ ids: [[UInt8]], staged: Bool) throws {
        var sums = try sums()
        sums[staged: staged, table.group(ids)] &-= try storedHash(in: table, ids, staged: staged)
        changedSums = sums
        try run("DELETE FROM \(table) WHERE \(Self.condition(table))", Self.arguments(staged, ids))
    }

    /// Returns the hash of the stored row with these identifiers; zero if there is none.
    private func storedHash(
        in table: SummedTable,
        _ ids: [[UInt8]],
        staged: Bool
    ) throws -> UInt128 {
        let sql = "SELECT sealed FROM \(table) WHERE \(Self.condition(table))"
        let row = try row(sql, Self.arguments(staged, ids))
        return row.map { hash(of: $0.bytes(0), in: table, ids) } ?? 0
    }

    private func hash(of sealed: [UInt8], in table: SummedTable, _ ids: [[UInt8]]) -> UInt128 {
        sealer.hash(of: sealed, at: Self.place(in: table, ids))
    }

    static func place(in table: SummedTable, _ ids: [[UInt8]]) -> [UInt8] {
        RowSealer.place(table.kind, Array(ids.joined()))
    }

    private static func arguments(_ staged: Bool, _ ids: [[UInt8]]) -> StatementArguments {
        var arguments: StatementArguments = [staged]
        arguments += StatementArguments(ids.map(\.blob))
        return arguments
    }

    private static func condition(_ table: SummedTable) -> String {
        (["is_staged"] + table.idColumns).map { "\($0) = ?" }.joined(separator: " AND ")
    }
}
