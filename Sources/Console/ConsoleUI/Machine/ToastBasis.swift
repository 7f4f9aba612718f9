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
extension Console {
    /// The message to show, with its current wording; nil if there is none or it is no longer true.
    var shownToast: Toast? {
        guard let said = toast.current else { return nil }
        let text: SafeText
        switch toastBasis {
        case nil, .decisions: text = said.text
        case .refusal(let command):
            guard case .disabled(let reason) = availability(of: command) else { return nil }
            text = SafeText(trusted: reason)
        case .unbound(let keys):
            guard !commandTable.hasBinding(of: keys) else { return nil }
            text = said.text
        case .demoCode(let showsAt):
            let seconds = max(0, (milliseconds(until: showsAt) + 999) / 1_000)
            text = SafeText(trusted: StatusSentences.nextDemoCode(seconds: seconds).text)
        }
        return Toast(id: said.id, kind: said.kind, text: text)
    }

    /// Time of the message's next change of wording, in milliseconds of the monotonic clock.
    ///
    /// Nil if the wording is fixed.
    var toastWordsDeadline: Int64? {
        guard toast.current != nil, case .demoCode(let showsAt)? = toastBasis else { return nil }
        let rest = milliseconds(until: showsAt)
        return rest > 0 ? time.steadyMilliseconds + (rest - 1) % 1_000 + 1 : nil
    }

    private func milliseconds(until instant: Instant) -> Int64 {
        instant.nanosecondsSinceEpoch / 1_000_000 - time.steadyMilliseconds
    }
}
