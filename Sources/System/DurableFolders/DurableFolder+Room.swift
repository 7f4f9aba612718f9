import Glibc

extension DurableFolder {
    /// The bytes that the disk of a file or folder has left; nil when the system does not tell.
    public static func freeByteCount(of path: String) -> Int64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let (product, overflow) = UInt64(status.f_bavail)
            .multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? .max : Int64(clamping: product)
    }
}
