/// Log of failures for the operator, without names, amounts or secrets.
public protocol BankLog: Sendable {
    /// Writes an entry to the log.
    func note(_ entry: BankLogEntry)
}

/// Log entry about a failure that an operator should know.
public struct BankLogEntry: Hashable, Sendable {
    /// Kind of event in the log.
    public enum Event: String, Hashable, Sendable, CaseIterable {
        /// A request was answered with `internal-failure`.
        case requestFailed = "request-failed"
        /// Alarm: nothing is written, or nothing is booked, until the operator has acted.
        case writesRefused = "writes-refused"
        /// The ledger refused to release expired holds.
        case expiryRefused = "expiry-refused"
        /// The disk of the books is almost full; logged once until there is room again.
        case roomMissing = "room-missing"
    }

    /// The kind of event.
    public let event: Event
    /// The incident's random identifier, which appears nowhere else, or that of a refused hold.
    public let incident: String
    /// The description of the error.
    public let text: String
}
