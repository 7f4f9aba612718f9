import ClientService
import CoreVocabulary
import TerminalKit

/// Locking of a console without user activity.
extension Console {
    /// Locks the console after the idle time that the role allows.
    mutating func lockIfIdle() {
        guard let session, lock == nil else { return }
        let limit = IdlePolicy.seconds(for: session.user.role)
        if time.steady.seconds(since: lastInput) >= limit { lockNow() }
    }

    /// Locks the console and keeps the state of all screens.
    mutating func lockNow() {
        guard session != nil, lock == nil else { return }
        lock = LockState()
        pendingKeys = []
        typedAhead = []
    }

    /// Warning before the idle lock, shown in place of messages so that it covers no form.
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

    /// Returns the time of the idle warning or lock, in milliseconds of the monotonic clock.
    func idleDeadline(_ now: Int64) -> Int64? {
        guard let session, lock == nil else { return nil }
        let limit = IdlePolicy.seconds(for: session.user.role)
        let last = lastInput.nanosecondsSinceEpoch / 1_000_000
        let warning = last + (limit - IdlePolicy.warningSeconds) * 1_000 + 1
        return warning > now ? warning : last + limit * 1_000 + 1
    }
}
