extension LedgerStoreSQLite.Options {
    /// The memory for pages of the books that a server has when nobody says otherwise, in MiB.
    public static let standardCacheMebibytes = 1_024
    /// The part of the memory for pages that the connection that writes has; those that read share
    /// the rest.
    private static let writerShare = 2
    /// The length of a server's write-ahead log at which its pages go into the file, in KiB: 32 MiB,
    /// some seconds of transfers.
    private static let serverCheckpointKibibytes = 32_768

    /// Makes the options of a server.
    ///
    /// - Parameter cacheMebibytes: The memory of all connections for pages of the books, in MiB.
    public init(cacheMebibytes: Int) {
        self.init()
        let kibibytes = cacheMebibytes * 1_024
        writerCacheKibibytes = kibibytes / Self.writerShare
        readerCacheKibibytes = (kibibytes - writerCacheKibibytes) / readerCount
        checkpointKibibytes = Self.serverCheckpointKibibytes
    }
}
