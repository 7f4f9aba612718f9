/// Makes one change of size of many: a window that is dragged sends dozens in a second.
struct ResizeSettling {
    /// A size stands when none followed it for this long.
    static let quiet = Duration.milliseconds(30)
    /// It is taken after this long even when others follow.
    static let longest = Duration.milliseconds(120)

    /// When the size is to be asked for; nil when none has changed.
    private(set) var due: ContinuousClock.Instant?
    private var first: ContinuousClock.Instant?

    /// Notes that the size has changed.
    mutating func note(_ now: ContinuousClock.Instant) {
        let start = first ?? now
        first = start
        due = min(now + Self.quiet, start + Self.longest)
    }
}
