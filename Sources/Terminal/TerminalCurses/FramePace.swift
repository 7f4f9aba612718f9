/// The pace at which frames are painted.
///
/// A frame that somebody waits for is painted at once, unless more keys wait: the next one would
/// change it before it is seen. Those frames, and the ones that nobody's key asked for, come at most
/// once in ``minimumInterval``.
struct FramePace {
    typealias Instant = ContinuousClock.Instant

    /// Frames that are held back come at most this often: 30 in a second.
    static let minimumInterval = Duration.milliseconds(33)

    /// True if more keys wait; a frame that somebody waits for is held back then.
    var hasMoreKeys = false
    private var needsFrame = true
    private var isUrgent = true
    private var paintedAt: Instant?

    /// Takes in that the state has changed.
    ///
    /// - Parameter isUrgent: True if a person waits for the frame.
    mutating func note(isUrgent: Bool) {
        needsFrame = true
        self.isUrgent = self.isUrgent || isUrgent
    }

    /// Takes in that a frame is painted.
    mutating func notePainted(_ now: Instant) {
        paintedAt = now
    }

    /// True if a frame is to be painted now; then none is needed until the next change.
    mutating func takeDue(_ now: Instant) -> Bool {
        guard needsFrame, isAtOnce || !isSoon(now) else { return false }
        needsFrame = false
        isUrgent = false
        return true
    }

    /// The instant at which a frame that is held back is due; nil when none is.
    var due: Instant? {
        needsFrame && !isAtOnce ? paintedAt.map { $0 + Self.minimumInterval } : nil
    }

    /// True if the last frame is so new that the next one may be held back.
    func isSoon(_ now: Instant) -> Bool {
        paintedAt.map { now < $0 + Self.minimumInterval } ?? false
    }

    private var isAtOnce: Bool { isUrgent && !hasMoreKeys }
}
