/// Times of a machine's clock, which may show anything.
extension Instant {
    /// The latest time that a message names, 2^62 - 1 ns, on 2116-02-20; the earliest is ``epoch``.
    ///
    /// No sum and no difference of two such times overflows.
    public static let latestOfMessage = Instant(nanosecondsSinceEpoch: .max / 2)

    /// Days between the latest clock and the last day of which a message names times.
    ///
    /// They are more than the 30 days of the longest lease that the bank grants: whatever ends a while
    /// after now, such as a lease, a session or a delay, ends at a time that a message names.
    private static let clockMarginDays: Int64 = 50

    /// The latest time that is taken from a clock, 2116-01-01T00:00:00Z; the earliest is ``epoch``.
    public static let latestOfClock: Instant = {
        let lastDay = latestOfMessage.secondsSinceEpoch / ZoneOffset.secondsPerDay
        return Instant(secondsSinceEpoch: (lastDay - clockMarginDays) * ZoneOffset.secondsPerDay)
    }()

    /// The sentence about a clock that shows a time which is not taken from one.
    public static let clockRefusal =
        "This machine's clock is before 1970 or after 2115, and this program has no such times. "
        + "Set it right, and run the command again."

    /// True if a clock may show this: a time from 1970 through 2115, in whole seconds since 1970.
    public static func isOfClock(seconds: Int64) -> Bool {
        seconds >= 0 && seconds < latestOfClock.secondsSinceEpoch
    }

    /// Makes the instant that a clock shows; the nearest one that it may show, if it shows another.
    ///
    /// A server whose clock is set that far while it runs goes on, and books nothing: to its clock guard
    /// the clock was set.
    ///
    /// - Parameters:
    ///   - seconds: Whole seconds since 1970, of any size.
    ///   - nanoseconds: What is beyond them, from 0 to 999,999,999.
    public init(clockSeconds seconds: Int64, nanoseconds: Int64) {
        let shown = Int128(seconds) * Int128(Self.nanosecondsPerSecond) + Int128(nanoseconds)
        let latest = Int128(Self.latestOfClock.nanosecondsSinceEpoch)
        self.init(nanosecondsSinceEpoch: Int64(clamping: min(max(shown, 0), latest)))
    }
}
