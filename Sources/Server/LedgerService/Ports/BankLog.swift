/// Log of failures for the operator, without names, amounts or secrets.
package protocol BankLog: Sendable {
    /// Writes an entry to the log.
    func note(_ entry: BankLogEntry)
}

/// Log entry about a failure that an operator should know.
package struct BankLogEntry: Hashable, Sendable {
    /// Kind of event in the log.
    package enum Event: String, Hashable, Sendable, CaseIterable {
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
    package let event: Event
    /// The incident's random identifier, which appears nowhere else, or that of a refused hold.
    package let incident: String
    /// The description of the error.
    package let text: String
}
