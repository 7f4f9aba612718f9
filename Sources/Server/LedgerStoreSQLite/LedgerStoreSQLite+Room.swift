import GRDB
import Glibc

extension LedgerStoreSQLite {
    /// The bytes by which the books can grow on their disk; nil when the system does not tell.
    public var freeByteCount: Int64? {
        var status = statvfs()
        guard statvfs(pool.path, &status) == 0 else { return nil }
        let (product, overflow) = UInt64(status.f_bavail)
            .multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? .max : Int64(clamping: product)
    }
}
