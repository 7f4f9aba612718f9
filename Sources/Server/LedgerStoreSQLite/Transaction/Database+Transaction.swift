import CSQLite
import GRDB

extension Database {
    /// Checks that the database transaction is still active.
    ///
    /// After some failures SQLite rolls back the transaction by itself, and later writes would be
    /// committed without the earlier ones.
    ///
    /// - Throws: ``LedgerStoreError`` if it is not.
    func requireTransaction() throws(LedgerStoreError) {
        guard isInsideTransaction else {
            throw LedgerStoreError(
                .database(SQLITE_ABORT),
                "The database transaction was rolled back."
            )
        }
    }
}
