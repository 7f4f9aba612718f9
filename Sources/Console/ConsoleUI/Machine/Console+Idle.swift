import ClientService
import CoreVocabulary
import TerminalKit

/// A terminal that nobody sits at shows nothing.
extension Console {
    /// Locks when nobody did anything for as long as the role allows.
    mutating func lockIfIdle() {
        guard let session, lock == nil else { return }
        let limit = IdlePolicy.seconds(for: session.user.role)
        if time.steady.seconds(since: lastInput) >= limit { lockNow() }
    }

    /// Blanks the screen and keeps everything behind it.
    mutating func lockNow() {
        guard session != nil, lock == nil else { return }
        lock = LockState()
        pendingKeys = []
        typedAhead = []
    }

    /// The warning before the lock; it stands where messages do and covers no form.
    var idleWarning: Toast? {
        guard let session, lock == nil else { return nil }
        let limit = IdlePolicy.seconds(for: session.user.role)
        let idle = time.steady.seconds(since: lastInput)
        guard idle >= limit - IdlePolicy.warningSeconds else { return nil }
        let rest = Sentences.wait(IdlePolicy.warningSeconds)
        return Toast(
            id: -1,
            kind: .warning,
            text: SafeText(
                trusted: viewport.isSpoken
                    ? "Nobody is typing. The console locks within \(rest); a line keeps it open."
                    : "Nobody is typing. This screen locks within \(rest); any key keeps it open."
            )
        )
    }

    /// When the warning or the lock is due, in milliseconds of the steady clock.
    func idleDeadline(_ now: Int64) -> Int64? {
        guard let session, lock == nil else { return nil }
        let limit = IdlePolicy.seconds(for: session.user.role)
        let last = lastInput.nanosecondsSinceEpoch / 1_000_000
        let warning = last + (limit - IdlePolicy.warningSeconds) * 1_000 + 1
        return warning > now ? warning : last + limit * 1_000 + 1
    }
}
