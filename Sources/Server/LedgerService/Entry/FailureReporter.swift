import CoreVocabulary
import WireProtocol

/// Turns errors into problems; their text goes to the operator's log only.
final class FailureReporter {
    private let context: BankContext
    /// The refusal to write that was logged last, so that the same alarm is not logged twice.
    private var lastRefusal: String?

    init(_ context: BankContext) { self.context = context }

    /// Logs an error and returns the problem to answer.
    @discardableResult
    func report(_ error: any Error) -> Problem {
        if let refusal = error as? any WritesRefusal, refusal.refusesWrites {
            reportOnce(refusal)
            return Problem(code: .busy)
        }
        note(.requestFailed, error)
        return Problem(code: .internalFailure)
    }

    /// Logs a refusal to write, unless it equals the one logged last.
    func reportOnce(_ refusal: any WritesRefusal) {
        let text = String(describing: refusal)
        guard text != lastRefusal else { return }
        lastRefusal = text
        note(.writesRefused, refusal)
    }

    /// Forgets the refusal logged last, because the bank can write again.
    func clearRefusal() { lastRefusal = nil }

    /// Logs an event with a random incident number.
    func note(_ event: BankLogEntry.Event, _ error: any Error) {
        let incident = Hex.encode(context.random.bytes(8))
        let text = String(describing: error)
        context.log.note(BankLogEntry(event: event, incident: incident, text: text))
    }
}
