import CoreVocabulary

/// A reading of the bank's clock, beside one of the clock that nobody sets.
///
/// Whatever is to be booked is dated by one of these and not by a bare time, so that the clock guard
/// can say of that very time if it may be believed.
struct ClockReading: Hashable, Sendable {
    /// The time.
    let now: Instant
    private let boottime: Instant

    /// Reads both clocks.
    init(_ clock: any BankClock) {
        now = clock.now()
        boottime = clock.boottime()
    }

    /// By how much the bank's clock was set between two readings, in seconds; a part of one counts as
    /// a whole one.
    func secondsSet(since earlier: ClockReading) -> Int64 {
        let second = Int128(Instant.nanosecondsPerSecond)
        let difference = abs(lead - earlier.lead)
        return Int64(clamping: (difference + second - 1) / second)
    }

    /// How far the bank's clock is ahead of the one that nobody sets, in nanoseconds.
    private var lead: Int128 {
        Int128(now.nanosecondsSinceEpoch) - Int128(boottime.nanosecondsSinceEpoch)
    }
}
