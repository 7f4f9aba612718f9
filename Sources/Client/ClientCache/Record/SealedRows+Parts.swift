import ClientService
import CoreVocabulary
import GRDB

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
            rows += try toldRows(in: .account, of: accountID)
            rows += try toldRows(in: .hold, of: accountID)
        }
        return try part.hasPayees ? rows + toldRows(in: .payee) : rows
    }

    mutating func removeHoldsAndPayees(of part: RecordPart) throws {
        for accountID in part.accountIDs {
            try run("DELETE FROM hold WHERE is_staged = 0 AND account = ?", [accountID.bytes.blob])
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
        return try Row.fetchAll(database, sql: sql).map { try $0.accountID(0) }
    }

    /// Returns the rows of a table in use, all or those of one account.
    private func toldRows(
        in table: SummedTable,
        of accountID: AccountID? = nil
    ) throws -> [ToldRow] {
        var rows: [ToldRow] = []
        try visitRows(of: table, staged: false, of: accountID) { sealed, ids in
            // Bytes that decrypt but do not decode count as damage.
            let change = sealer.open(sealed, at: Self.place(in: table, ids))
                .flatMap { try? table.change($0) }
            rows.append(
                ToldRow(
                    accountID: ids.last.flatMap { AccountID(bytes: $0) } ?? AccountID(rawValue: 0),
                    isPayee: table == .payee,
                    change: change,
                    storedBytes: sealed
                )
            )
        }
        return rows
    }

    private static func group(of accountID: AccountID) -> Int {
        RowSums.group(ofAccount: accountID.bytes)
    }
}
