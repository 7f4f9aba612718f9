public import LedgerService
public import Logging

/// Hands what the bank notes on to the log of the server.
public struct ServerBankLog: BankLog {
    private let logger: Logger

    /// Writes to a logger.
    public init(_ logger: Logger) {
        self.logger = logger
    }

    /// Takes a note.
    public func note(_ entry: BankLogEntry) {
        logger.error(
            "\(entry.event.rawValue)",
            metadata: ["incident": .string(entry.incident), "text": .string(entry.text)]
        )
    }
}
