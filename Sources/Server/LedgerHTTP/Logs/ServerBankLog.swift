package import LedgerService
package import Logging

/// A bank log that writes to the server's log.
package struct ServerBankLog: BankLog {
    private let logger: Logger

    /// Creates a log that writes to a logger.
    package init(_ logger: Logger) { self.logger = logger }

    /// Logs an entry of the bank as an error.
    package func note(_ entry: BankLogEntry) {
        logger.error(
            "\(entry.event.rawValue)",
            metadata: ["incident": .string(entry.incident), "text": .string(entry.text)]
        )
    }
}
