/// Pace at which frames are painted.
///
/// An urgent frame is painted at once, unless more keys are pending: the next key would change it
/// before it is seen. Such delayed frames, and frames that are not urgent, are painted at most once
/// per ``minimumInterval``.
struct FramePace {
    typealias Instant = ContinuousClock.Instant

    /// Minimum interval between frames that are not painted at once: 30 frames per second.
    static let minimumInterval = Duration.milliseconds(33)

    /// True if more keys are pending, which delays urgent frames.
    var hasMoreKeys = false
    private var needsFrame = true
    private var isUrgent = true
    private var paintedAt: Instant?

    /// Records that the state has changed, urgently if the user waits for the frame.
    mutating func note(isUrgent: Bool) {
        needsFrame = true
        self.isUrgent = self.isUrgent || isUrgent
    }

    /// Records that a frame was painted.
    mutating func notePainted(_ now: Instant) {
        paintedAt = now
    }

    /// Returns true if a frame is due now, and clears the request.
    mutating func takeDue(_ now: Instant) -> Bool {
        guard needsFrame, isAtOnce || !isSoon(now) else { return false }
        needsFrame = false
        isUrgent = false
        return true
    }

    /// Instant at which a delayed frame is due; nil if there is none.
    var due: Instant? {
        needsFrame && !isAtOnce ? paintedAt.map { $0 + Self.minimumInterval } : nil
    }

    /// Returns true if the last frame is recent enough for the next one to be delayed.
    func isSoon(_ now: Instant) -> Bool {
        paintedAt.map { now < $0 + Self.minimumInterval } ?? false
    }

    private var isAtOnce: Bool { isUrgent && !hasMoreKeys }
}
