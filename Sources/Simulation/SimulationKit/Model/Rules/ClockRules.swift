import CoreVocabulary

/// When the bank books nothing, because its clock and its books cannot both be right.
///
/// Source: docs/LEDGER_RULES.md #3.
struct ClockRules: Sendable {
    /// How far the clock may be from the one that nobody sets, and behind the books, in seconds.
    private static let limitSeconds: Int64 = 300

    /// What the clock was ahead of the one that nobody sets when the bank began, in nanoseconds.
    let leadNanoseconds: Int64
    /// The last booking when somebody said that the clock is right.
    var acceptedBooking: Instant?
    /// Whether the clock was further ahead of the books, when the bank began, than the bank pauses.
    var isFarAhead = false

    /// Whether the clock was set too far since the bank began.
    func wasSet(now: Instant, steady: Instant) -> Bool {
        let lead = now.nanosecondsSinceEpoch - steady.nanosecondsSinceEpoch
        return abs(lead - leadNanoseconds) > Self.limitSeconds * Instant.nanosecondsPerSecond
    }

    /// Whether the clock is too far behind the books.
    func isBehind(_ latest: Instant, now: Instant) -> Bool {
        guard latest > now.adding(seconds: Self.limitSeconds) else { return false }
        return acceptedBooking.map { latest > $0 } ?? true
    }
}
