import CoreVocabulary
import TerminalKit

/// The subject of a message in passing, where it changes while the message stands.
enum ToastBasis: Sendable {
    /// A command that could not be given.
    case refusal(CommandID)
    /// Keys that did nothing.
    case unbound([Key])
    /// The next code of a demonstration, with when it shows by the steady clock.
    case demoCode(showsAt: Instant)
    /// The decisions of transfers that waited, which are told anew with the ones that follow.
    case decisions(DecisionCounts)
}

/// Messages in passing as they are so now.
extension Console {
    /// The message to show, in the words of this moment; nil where there is none, or it is not so any
    /// more.
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
            text = SafeText(trusted: Sentences.nextDemoCode(seconds: seconds).text)
        }
        return Toast(id: said.id, kind: said.kind, text: text)
    }

    /// The time at which the words of the message change next, in milliseconds of the steady clock; nil
    /// when they do not.
    var toastWordsDeadline: Int64? {
        guard toast.current != nil, case .demoCode(let showsAt)? = toastBasis else { return nil }
        let rest = milliseconds(until: showsAt)
        return rest > 0 ? time.steadyMilliseconds + (rest - 1) % 1_000 + 1 : nil
    }

    private func milliseconds(until instant: Instant) -> Int64 {
        instant.nanosecondsSinceEpoch / 1_000_000 - time.steadyMilliseconds
    }
}
