public import LedgerStoreSQLite

extension LedgerStoreSQLite.Options {
    /// Creates the options for a server's books from the settings.
    public init(_ settings: DaemonConfiguration) {
        self.init(cacheMebibytes: settings.integer(.booksCache))
    }
}
