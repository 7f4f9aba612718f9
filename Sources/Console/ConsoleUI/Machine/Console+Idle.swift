import ClientService
import CoreVocabulary

/// Locking of a console without user activity.
extension Console {
    /// Locks the console after the idle time that the role allows.
    mutating func lockIfIdle() {
        guard let session = workspace.session, workspace.lock == nil else { return }
        let limit = IdlePolicy.seconds(for: session.user.role)
        if workspace.time.steady.seconds(since: workspace.lastInput) >= limit {
            workspace.lockNow()
        }
    }

    /// Returns the time of the idle warning or lock, in milliseconds of the monotonic clock.
    func idleDeadline(_ now: Int64) -> Int64? {
        guard let session = workspace.session, workspace.lock == nil else { return nil }
        let limit = IdlePolicy.seconds(for: session.user.role)
        let last = workspace.lastInput.nanosecondsSinceEpoch / 1_000_000
        let warning = last + (limit - IdlePolicy.warningSeconds) * 1_000 + 1
        return warning > now ? warning : last + limit * 1_000 + 1
    }
}
