import CSQLite
import GRDB

extension Database {
    /// Makes sure that the database transaction still is one: after some failures SQLite rolls
    /// everything back by itself, and what is written then would be committed alone.
    ///
    /// - Throws: ``LedgerStoreError``.
    func requireTransaction() throws(LedgerStoreError) {
        guard isInsideTransaction else {
            throw LedgerStoreError(
                .database(SQLITE_ABORT),
                "The database transaction was rolled back."
            )
        }
    }
}
