import CoreVocabulary

/// The clock guard's rules: when the bank books nothing because clock and books contradict each
/// other.
///
/// Source: docs/LEDGER_RULES.md #3.
struct ClockRules: Sendable {
    /// Largest deviation from the monotonic clock, and largest lag behind the books, in seconds.
    private static let limitSeconds: Int64 = 300

    /// Lead of the wall clock over the monotonic clock when the bank began, in nanoseconds.
    let leadNanoseconds: Int64
    /// The last booking when an operator accepted the clock.
    var acceptedBooking: Instant?
    /// True if the clock was further ahead of the books at the bank's start than its longest pause.
    var isFarAhead = false

    /// Returns true if the clock was set too far since the bank began.
    func wasSet(now: Instant, steady: Instant) -> Bool {
        let lead = now.nanoseconds(since: steady)
        return abs(lead - leadNanoseconds) > Self.limitSeconds * Instant.nanosecondsPerSecond
    }

    /// Returns true if the clock is too far behind the books.
    func isBehind(_ latest: Instant, now: Instant) -> Bool {
        guard latest > now.adding(seconds: Self.limitSeconds) else { return false }
        return acceptedBooking.map { latest > $0 } ?? true
    }
}
