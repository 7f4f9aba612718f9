/// Combines a burst of size changes into one, since dragging a window sends dozens per second.
struct ResizeSettling {
    /// Period without a change after which a size is adopted.
    static let quiet = Duration.milliseconds(30)
    /// Maximum delay after which a size is adopted even if others follow.
    static let longest = Duration.milliseconds(120)

    /// Time at which to read the size; nil if it has not changed.
    private(set) var due: ContinuousClock.Instant?
    private var first: ContinuousClock.Instant?

    /// Records a change of the size.
    mutating func note(_ now: ContinuousClock.Instant) {
        let start = first ?? now
        first = start
        due = min(now + Self.quiet, start + Self.longest)
    }
}
