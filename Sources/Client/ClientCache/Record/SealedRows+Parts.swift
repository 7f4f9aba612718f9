import ClientService
import CoreVocabulary
import GRDB
import SyncCore

// Parts of a record whose rows do not match their sealed sums: they are not the rows written last.
extension SealedRows {
    func unprovenPart() throws -> RecordPart {
        let groups = try unprovenGroups()
        let accountGroups = groups.subtracting([RowSums.payeeGroup])
        let accountIDs = accountGroups.isEmpty ? [] : try knownAccountIDs()
        return RecordPart(
            accountIDs: accountIDs.filter { groups.contains(Self.group(of: $0)) },
            hasPayees: groups.contains(RowSums.payeeGroup)
        )
    }

    func toldRows(of part: RecordPart) throws -> [ToldRow] {
        var rows: [ToldRow] = []
        for accountID in part.accountIDs {
            rows += try accountRows(of: accountID) + holdRows(of: accountID)
        }
        return try part.hasPayees ? rows + payeeRows() : rows
    }

    mutating func removeHoldsAndPayees(of part: RecordPart) throws {
        for accountID in part.accountIDs {
            try run(
                "DELETE FROM hold WHERE is_staged = 0 AND account = ?",
                [accountID.bytes.blob]
            )
        }
        if part.hasPayees { try database.execute(sql: "DELETE FROM payee WHERE is_staged = 0") }
    }

    mutating func prove(_ part: RecordPart) throws {
        let told = Set(part.accountIDs)
        // A group with another account that was not fetched again may hide damage to that account.
        let others = Set(try knownAccountIDs()).subtracting(told).map { Self.group(of: $0) }
        var groups = Set(part.accountIDs.map { Self.group(of: $0) }).subtracting(others)
        if part.hasPayees { groups.insert(RowSums.payeeGroup) }
        let counted = try countedSums(over: SummedTable.allCases)
        var sums = try sums()
        for group in groups { sums.current[group] = counted.current[group] }
        changedSums = sums
    }

    /// Puts in doubt every part whose rows do not match their sealed sums.
    ///
    /// The sums stay as they are until the bank has sent the part again, so that the mismatch is
    /// found at each opening. A repair reads everything again, so a repair under way only starts
    /// again. The same applies to a record without a cursor as of which a part could be fetched. If
    /// the state row itself is damaged, the first read finds that.
    mutating func doubtIfExchanged() throws {
        let sealed: RowSums
        do {
            sealed = try sums()
        } catch RecordStoreError.damaged {
            return
        }
        let counted = try countedSums(over: SummedTable.allCases)
        guard counted != sealed else { return }
        let state = try state()
        let part = try unprovenPart()
        guard !state.isRepairing, state.cursor != nil, try isNamed(part) else {
            return try beginRepair(counted)
        }
        // Without a repair there are no staged rows.
        try removeStaged()
        try PartRepair.doubt(part, foundAt: state.confirmedAt, in: &self)
        try saveSums()
    }

    private mutating func beginRepair(_ counted: RowSums) throws {
        try FeedRepair.begin(&self)
        // An interrupted repair continues at the next opening.
        changedSums = RowSums(current: counted.current)
        try saveSums()
    }

    /// Returns false if a mismatched group has no known account: all its rows were removed.
    private func isNamed(_ part: RecordPart) throws -> Bool {
        var named = Set(part.accountIDs.map { Self.group(of: $0) })
        if part.hasPayees { named.insert(RowSums.payeeGroup) }
        return try unprovenGroups() == named
    }

    private func unprovenGroups() throws -> Set<Int> {
        let counted = try countedSums(over: SummedTable.allCases).current
        let sealed = try sums().current
        return Set(sealed.indices.filter { sealed[$0] != counted[$0] })
    }

    /// Returns the accounts with unstaged rows other than entries, in order.
    private func knownAccountIDs() throws -> [AccountID] {
        let sql = """
            SELECT account FROM account WHERE is_staged = 0
            UNION SELECT account FROM chain
            UNION SELECT account FROM hold WHERE is_staged = 0 ORDER BY 1
            """
        return try Row.fetchAll(database, sql: sql).map { row in
            guard let accountID: AccountID = row.identifier(0) else {
                throw RecordStoreError.damaged
            }
            return accountID
        }
    }

    private func accountRows(of accountID: AccountID) throws -> [ToldRow] {
        let sql = "SELECT sealed FROM account WHERE is_staged = 0 AND account = ?"
        let statement = try database.cachedStatement(sql: sql)
        return try Row.fetchAll(statement, arguments: [accountID.bytes.blob]).map { row in
            toldRow(row.bytes(0), of: accountID, at: RowSealer.place(.account, accountID.bytes)) {
                .account(try AccountRecord(canonicalBytes: $0))
            }
        }
    }

    private func holdRows(of accountID: AccountID) throws -> [ToldRow] {
        let sql = "SELECT sealed, transfer FROM hold WHERE is_staged = 0 AND account = ?"
        let statement = try database.cachedStatement(sql: sql)
        return try Row.fetchAll(statement, arguments: [accountID.bytes.blob]).map { row in
            let place = RowSealer.place(.hold, row.bytes(1), accountID.bytes)
            return toldRow(row.bytes(0), of: accountID, at: place) {
                .hold(try HoldRecord(canonicalBytes: $0))
            }
        }
    }

    private func payeeRows() throws -> [ToldRow] {
        let sql = "SELECT sealed, account FROM payee WHERE is_staged = 0 ORDER BY account"
        return try Row.fetchAll(database, sql: sql).map { row in
            let place = RowSealer.place(.payee, row.bytes(1))
            let accountID: AccountID = row.identifier(1) ?? AccountID(rawValue: 0)
            return toldRow(row.bytes(0), of: accountID, isPayee: true, at: place) {
                .payee(try PayeeRecord(canonicalBytes: $0))
            }
        }
    }

    private func toldRow(
        _ sealed: [UInt8],
        of accountID: AccountID,
        isPayee: Bool = false,
        at place: [UInt8],
        _ decode: ([UInt8]) throws -> FeedChange
    ) -> ToldRow {
        // Bytes that decrypt but do not decode count as damage.
        let change = sealer.open(sealed, at: place).flatMap { try? decode($0) }
        return ToldRow(
            accountID: accountID,
            isPayee: isPayee,
            change: change,
            storedBytes: sealed
        )
    }

    private static func group(of accountID: AccountID) -> Int {
        RowSums.group(ofAccount: accountID.bytes)
    }
}
