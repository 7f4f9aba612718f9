import ClientService
import CoreVocabulary
import GRDB

/// The rows of the local record inside one SQLite transaction.
///
/// Every row with data about money, people or time is sealed and bound to its place. Sequences and
/// chain hashes are stored in clear, so that they can be compared without the key. Each hash is
/// part of what its row is bound to.
struct SealedRows: RecordRows {
    let database: Database
    let sealer: RowSealer
    /// Sums after the changes since the state was written; nil if there are none.
    var changedSums: RowSums?

    func state() throws -> RecordState {
        var state = try storedState().state
        state.doubts = try doubts()
        state.unkeptEvidence = try unkeptEvidence()
        return state
    }

    mutating func setState(_ state: RecordState) throws {
        let sums = try sums()
        try run("UPDATE meta SET sealed = ?", [StoredState(state, sums).sealed(by: sealer).blob])
        changedSums = nil
    }

    /// Returns the highest sequences of entries that could not be stored, by account.
    func toldSequences() throws -> [AccountID: Int64] {
        try storedState().state.toldSequences
    }

    /// Returns the sums of accounts, holds and payees, including changes not written yet.
    func sums() throws -> RowSums {
        try changedSums ?? storedState().sums
    }

    private func storedState() throws -> StoredState {
        guard let row = try row("SELECT sealed FROM meta"),
            let stored = StoredState(sealed: row.bytes(0), by: sealer)
        else { throw RecordStoreError.damaged }
        return stored
    }

    func accountIDs(staged: Bool) throws -> [AccountID] {
        let sql = "SELECT account FROM account WHERE is_staged = \(staged ? 1 : 0) ORDER BY account"
        return try Row.fetchAll(database, sql: sql).map { try $0.accountID(0) }
    }

    /// Returns the first row of a cached statement.
    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(try database.cachedStatement(sql: sql), arguments: arguments)
    }

    /// Runs a cached statement.
    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
