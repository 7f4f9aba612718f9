/// Pace at which frames are painted.
///
/// A frame that the user waits for is painted at once, unless more keys are pending: the next key would
/// change it before it is seen. Other frames are painted at once too, up to ``burstCount`` in quick
/// succession, and then once per ``minimumInterval``: a single change is seen without delay, and a
/// stream of changes does not keep the processor busy with frames that nobody can tell apart.
struct FramePace {
    typealias Instant = ContinuousClock.Instant

    /// Minimum average interval between frames that nobody waits for: 30 frames per second.
    static let minimumInterval = Duration.milliseconds(33)
    /// Number of frames that may be painted without an interval between them.
    ///
    /// One change of the record takes up to four: the news of it, the new status, and the answers to
    /// the two questions that the news makes a screen ask.
    static let burstCount = 4

    /// True if more keys are pending, which delays urgent frames.
    var hasMoreKeys = false
    private var needsFrame = true
    private var isUrgent = true
    private var paintedAt: Instant?
    /// Instant at which the intervals of all painted frames, one after the other, have passed.
    private var intervalsEnd: Instant?

    /// Records that the state has changed, urgently if the user waits for the frame.
    mutating func note(isUrgent: Bool) {
        needsFrame = true
        self.isUrgent = self.isUrgent || isUrgent
    }

    /// Records that a frame was painted.
    mutating func notePainted(_ now: Instant) {
        paintedAt = now
        // Frames that keys ask for are not limited, so what they leave behind is.
        let owed = max(intervalsEnd ?? now, now) + Self.minimumInterval
        intervalsEnd = min(owed, now + Self.minimumInterval * Self.burstCount)
    }

    /// Returns true if a frame is due now, and clears the request.
    mutating func takeDue(_ now: Instant) -> Bool {
        guard needsFrame, due.map({ $0 <= now }) ?? true else { return false }
        needsFrame = false
        isUrgent = false
        return true
    }

    /// Instant at which a delayed frame is due; nil if there is none.
    var due: Instant? {
        guard needsFrame else { return nil }
        guard isUrgent else {
            return intervalsEnd.map { $0 - Self.minimumInterval * (Self.burstCount - 1) }
        }
        return hasMoreKeys ? paintedAt.map { $0 + Self.minimumInterval } : nil
    }

    /// Returns true if the last frame is recent enough for the next one to be delayed by keys.
    func isSoon(_ now: Instant) -> Bool {
        paintedAt.map { now < $0 + Self.minimumInterval } ?? false
    }
}
