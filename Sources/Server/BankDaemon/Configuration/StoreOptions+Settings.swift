public import LedgerStoreSQLite

extension LedgerStoreSQLite.Options {
    /// The part of the memory for pages that the connection that writes has; those that read share
    /// the rest.
    private static let writerShare = 2
    /// The length of a server's write-ahead log at which its pages go into the file, in KiB: 32 MiB,
    /// some seconds of transfers.
    private static let serverCheckpointKibibytes = 32_768

    /// Makes what the settings say about the books of a server.
    public init(_ settings: DaemonConfiguration) {
        self.init()
        let kibibytes = settings.integer(.booksCache) * 1_024
        writerCacheKibibytes = kibibytes / Self.writerShare
        readerCacheKibibytes = (kibibytes - writerCacheKibibytes) / readerCount
        checkpointKibibytes = Self.serverCheckpointKibibytes
    }
}
