import ClientService
import CoreVocabulary
import GRDB
import SyncCore

/// Rows of a record as the screens read them; a fault in a row names its account.
struct HeldRows {
    let rows: SealedRows

    init(_ rows: SealedRows) {
        self.rows = rows
    }

    /// Returns the part of a range of sequences that an account's chain covers; nil if there is
    /// none.
    func range(
        _ sequences: ClosedRange<Int64>,
        of accountID: AccountID
    ) throws -> ClosedRange<Int64>? {
        let last = try rows.chain(of: accountID)?.head.accountSequence ?? 0
        let low = max(sequences.lowerBound, 1)
        let high = min(sequences.upperBound, last)
        return low <= high ? low...high : nil
    }

    /// Returns the head of an account's chain.
    ///
    /// - Throws: ``ChainFault`` for a chain that was altered or is missing. A missing chain row is
    ///   accepted only if there are no entries or the account is in doubt.
    func head(of accountID: AccountID) throws -> ChainHead {
        if let chain = try rows.chain(of: accountID) { return chain.head }
        guard try rows.lastSequence(of: accountID) == nil || rows.doubt(about: accountID) != nil
        else { throw ChainFault.unreadable(accountID) }
        return .genesis(of: accountID)
    }

    /// Returns the accounts in the order in which they became known.
    func accounts() throws -> [HeldAccount] {
        let sql = "SELECT account, sealed FROM account WHERE is_staged = 0 ORDER BY position"
        let told = try rows.toldSequences()
        let accounts = try Row.fetchAll(rows.database, sql: sql).map { try account($0, told) }
        try checkNoneIsMissing()
        return accounts
    }

    /// Returns one account, or nil if the user has no such account.
    func account(_ accountID: AccountID) throws -> HeldAccount? {
        let sql = "SELECT account, sealed FROM account WHERE is_staged = 0 AND account = ?"
        let row = try rows.row(sql, [accountID.bytes.blob])
        return try row.map { try account($0, rows.toldSequences()) }
    }

    /// Returns the pending holds of an account, oldest first.
    func holds(of accountID: AccountID) throws -> [HoldRecord] {
        let sql = "SELECT transfer, sealed FROM hold WHERE is_staged = 0 AND account = ?"
        let stored = try Row.fetchAll(rows.database, sql: sql, arguments: [accountID.bytes.blob])
        let holds = try stored.map { row in
            let place = RowSealer.place(.hold, row.bytes(0), accountID.bytes)
            return try Self.readable(rows.sealer.open(row.bytes(1), at: place), accountID) {
                try HoldRecord(canonicalBytes: $0)
            }
        }
        return holds.sorted { ($0.heldAt, $0.transferID) < ($1.heldAt, $1.transferID) }
    }

    /// Returns the payees, in the order of their accounts' identifiers.
    func payees() throws -> [PayeeRecord] {
        let sql = "SELECT account, sealed FROM payee WHERE is_staged = 0 ORDER BY account"
        return try Row.fetchAll(rows.database, sql: sql).map { row in
            let accountID = try row.accountID(0)
            let place = RowSealer.place(.payee, accountID.bytes)
            return try Self.readable(rows.sealer.open(row.bytes(1), at: place), accountID) {
                try PayeeRecord(canonicalBytes: $0)
            }
        }
    }

    /// Checks that no account row was removed.
    ///
    /// A chain without an account row shows a removal. During a repair the row may still be staged.
    private func checkNoneIsMissing() throws {
        let sql = "SELECT account FROM chain WHERE account NOT IN (SELECT account FROM account)"
        guard let row = try rows.row(sql) else { return }
        throw ChainFault.unreadable(try row.accountID(0))
    }

    private func account(_ row: Row, _ told: [AccountID: Int64]) throws -> HeldAccount {
        let accountID = try row.accountID(0)
        let place = RowSealer.place(.account, accountID.bytes)
        let record = try Self.readable(rows.sealer.open(row.bytes(1), at: place), accountID) {
            try AccountRecord(canonicalBytes: $0)
        }
        return HeldAccount(
            record: record,
            head: try head(of: accountID),
            isInDoubt: try rows.doubt(about: accountID) != nil,
            toldSequence: told[accountID] ?? 0
        )
    }

    /// Decodes opened bytes; a fault in a row that is not an entry is reported with sequence 0.
    private static func readable<Record>(
        _ bytes: [UInt8]?,
        _ accountID: AccountID,
        _ decode: ([UInt8]) throws -> Record
    ) throws(ChainFault) -> Record {
        guard let bytes else { throw .unreadable(accountID) }
        do {
            return try decode(bytes)
        } catch {
            throw .unreadable(accountID)
        }
    }
}
