/// The ledger's answer to a command.
public enum Outcome: Hashable, Sendable {
    /// Done now; the events are to be written.
    case accepted([LedgerEvent])
    /// Asked before with the same body: the first decision again, and nothing to write.
    case exists(Decision)
    /// Refused now. The events keep the refusal of a journal, so that it is answered the same way
    /// for ever; they are to be written too.
    case rejected(Refusal, [LedgerEvent])

    /// What a store has to write, in order.
    public var events: [LedgerEvent] {
        switch self {
        case .accepted(let events), .rejected(_, let events): events
        case .exists: []
        }
    }

    /// Why it is refused, now or the first time; nil when it is done.
    public var refusal: Refusal? {
        switch self {
        case .accepted: nil
        case .exists(let decision): decision.refusal
        case .rejected(let refusal, _): refusal
        }
    }
}
