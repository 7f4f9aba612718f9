extension LedgerStoreSQLite.Options {
    /// Default memory of a server for pages of the books, in MiB.
    package static let standardCacheMebibytes = 1_024
    /// Divisor of the page memory that gives the writing connection's share; the reading ones share
    /// the rest.
    private static let writerShare = 2
    /// Log length at which a server makes a checkpoint, in KiB: 32 MiB, which is some seconds of
    /// transfers.
    private static let serverCheckpointKibibytes = 32_768

    /// Creates the options of a server, whose connections share the page memory, in MiB.
    package init(cacheMebibytes: Int) {
        self.init()
        let kibibytes = cacheMebibytes * 1_024
        writerCacheKibibytes = kibibytes / Self.writerShare
        readerCacheKibibytes = (kibibytes - writerCacheKibibytes) / readerCount
        checkpointKibibytes = Self.serverCheckpointKibibytes
    }
}
