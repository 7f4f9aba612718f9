import CoreVocabulary

/// Reading of the bank's clock together with the monotonic clock.
///
/// Every booking is dated by such a reading, so that the clock guard can judge that very time.
struct ClockReading: Hashable, Sendable {
    /// The time by the bank's clock.
    let now: Instant
    private let boottime: Instant

    /// Creates a reading of both clocks at this moment.
    init(_ clock: any BankClock) {
        now = clock.now()
        boottime = clock.boottime()
    }

    /// Returns the seconds by which the bank's clock was set between two readings, rounded up.
    func secondsSet(since earlier: ClockReading) -> Int64 {
        let second = Int128(Instant.nanosecondsPerSecond)
        let difference = abs(lead - earlier.lead)
        return Int64(clamping: (difference + second - 1) / second)
    }

    /// The bank's clock minus the monotonic clock, in nanoseconds.
    private var lead: Int128 {
        Int128(now.nanosecondsSinceEpoch) - Int128(boottime.nanosecondsSinceEpoch)
    }
}
