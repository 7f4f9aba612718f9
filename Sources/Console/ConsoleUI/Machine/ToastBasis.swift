import CoreVocabulary
import TerminalKit

/// Subject of a message whose wording may change while it is shown.
enum ToastBasis: Sendable {
    /// A command that could not be run.
    case refusal(CommandID)
    /// Keys without a binding.
    case unbound([Key])
    /// The time, by the monotonic clock, at which a demo's next code is available.
    case demoCode(showsAt: Instant)
    /// Decisions on waiting transfers, which are counted together with later ones.
    case decisions(DecisionCounts)
}

/// Updating of messages while they are shown.
extension Workspace {
    /// Time of the message's next change of wording, in milliseconds of the monotonic clock.
    var toastWordsDeadline: Int64? {
        guard message.current != nil, case .demoCode(let showsAt)? = message.basis else {
            return nil
        }
        let rest = milliseconds(until: showsAt)
        return rest > 0 ? time.steadyMilliseconds + (rest - 1) % 1_000 + 1 : nil
    }

    /// Returns the time until an instant of the monotonic clock, in milliseconds.
    func milliseconds(until instant: Instant) -> Int64 {
        instant.nanosecondsSinceEpoch / 1_000_000 - time.steadyMilliseconds
    }
}
