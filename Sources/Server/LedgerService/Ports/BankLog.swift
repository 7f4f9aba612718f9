/// Where the bank tells its operator what went wrong; never a name, an amount or a secret.
public protocol BankLog: Sendable {
    /// Takes a note.
    func note(_ entry: BankLogEntry)
}

/// Something that an operator should know.
public struct BankLogEntry: Hashable, Sendable {
    /// What kind of thing happened.
    public enum Event: String, Hashable, Sendable, CaseIterable {
        /// A request was answered with `internal-failure`.
        case requestFailed = "request-failed"
        /// Nothing is written, or nothing is booked, until the operator has acted: an alarm.
        case writesRefused = "writes-refused"
        /// The ledger refused to end pending transfers whose time is over.
        case expiryRefused = "expiry-refused"
        /// The disk of the books is all but full; told once until there is room again.
        case roomMissing = "room-missing"
    }

    /// What happened.
    public let event: Event
    /// Random, and told to nobody but the log.
    public let incident: String
    /// The error in its own words.
    public let text: String

    /// Makes an entry.
    public init(event: Event, incident: String, text: String) {
        self.event = event
        self.incident = incident
        self.text = text
    }
}
