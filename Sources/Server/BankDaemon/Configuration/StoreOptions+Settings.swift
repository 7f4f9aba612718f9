public import LedgerStoreSQLite

extension LedgerStoreSQLite.Options {
    /// Makes what the settings say about the books of a server.
    public init(_ settings: DaemonConfiguration) {
        self.init(cacheMebibytes: settings.integer(.booksCache))
    }
}
