import Glibc

extension LocalFolder {
    /// Returns the free bytes on a path's file system for this user; nil if the system does not
    /// report it.
    package static func freeByteCount(of path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let (product, overflow) = UInt64(status.f_bavail)
            .multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? .max : Int64(clamping: product)
    }
}
