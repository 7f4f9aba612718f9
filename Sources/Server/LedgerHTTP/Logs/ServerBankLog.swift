public import LedgerService
public import Logging

/// A bank log that writes to the server's log.
public struct ServerBankLog: BankLog {
    private let logger: Logger

    /// Creates a log that writes to a logger.
    public init(_ logger: Logger) { self.logger = logger }

    /// Logs an entry of the bank as an error.
    public func note(_ entry: BankLogEntry) {
        logger.error(
            "\(entry.event.rawValue)",
            metadata: ["incident": .string(entry.incident), "text": .string(entry.text)]
        )
    }
}
