import DurableFolders
import GRDB

extension LedgerStoreSQLite {
    /// The bytes by which the books can grow on their disk; nil when the system does not tell.
    public var freeByteCount: Int64? { DurableFolder.freeByteCount(of: pool.path) }
}
