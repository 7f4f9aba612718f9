import LocalFiles
import GRDB

extension LedgerStoreSQLite {
    /// Number of bytes by which the books can grow on their disk; nil if the system does not report
    /// it.
    public var freeByteCount: Int64? { LocalFolder.freeByteCount(of: pool.path) }
}
