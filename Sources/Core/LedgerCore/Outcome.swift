/// The ledger's answer to a command.
package enum Outcome: Hashable, Sendable {
    /// The command was applied now; the events must be written.
    case accepted([LedgerEvent])
    /// The same command was decided before; the value is that decision, and nothing is written.
    case exists(Decision)
    /// The command was refused now.
    ///
    /// The events record the refusal of a journal, so that it gets the same answer for ever. They
    /// must be written too.
    case rejected(Refusal, [LedgerEvent])

    /// The events that a store has to write, in order.
    package var events: [LedgerEvent] {
        switch self {
        case .accepted(let events), .rejected(_, let events): events
        case .exists: []
        }
    }

    /// Reason for a refusal, now or the first time; nil if the command was accepted.
    package var refusal: Refusal? {
        switch self {
        case .accepted: nil
        case .exists(let decision): decision.refusal
        case .rejected(let refusal, _): refusal
        }
    }
}
