/// Range of times that are accepted from a machine's clock, which may show anything.
extension Instant {
    /// Latest time that a message may contain, 2^62 - 1 ns, on 2116-02-20; the earliest is
    /// ``epoch``.
    ///
    /// Neither the sum nor the difference of two such times overflows.
    package static let latestOfMessage = Instant(nanosecondsSinceEpoch: .max / 2)

    /// Days between the latest clock time and the last day of ``latestOfMessage``.
    ///
    /// The margin is longer than the 30 days of the longest lease that the bank grants. So the end
    /// of anything that begins now, such as a lease, a session or a delay, fits in a message.
    private static let clockMarginDays: Int64 = 50

    /// Latest time that is accepted from a clock, 2116-01-01T00:00:00Z; the earliest is ``epoch``.
    package static let latestOfClock: Instant = {
        let lastDay = latestOfMessage.secondsSinceEpoch / ZoneOffset.secondsPerDay
        return Instant(secondsSinceEpoch: (lastDay - clockMarginDays) * ZoneOffset.secondsPerDay)
    }()

    /// Message for people about a clock outside the accepted range.
    package static let clockRefusal =
        "This machine's clock is before 1970 or after 2115, and this program has no such times. "
        + "Set it right, and run the command again."

    /// Returns true if a clock may show this time, in seconds since 1970: from 1970 through 2115.
    package static func isOfClock(seconds: Int64) -> Bool {
        seconds >= 0 && seconds < latestOfClock.secondsSinceEpoch
    }

    /// Creates the instant that a clock shows, clamped to the accepted range.
    ///
    /// The seconds since 1970 may be of any size. A running server whose clock is set out of range
    /// continues but books nothing, because its clock guard sees that the clock was set.
    package init(clockSeconds seconds: Int64, nanoseconds: Int64) {
        let shown = Int128(seconds) * Int128(Self.nanosecondsPerSecond) + Int128(nanoseconds)
        let latest = Int128(Self.latestOfClock.nanosecondsSinceEpoch)
        self.init(nanosecondsSinceEpoch: Int64(clamping: min(max(shown, 0), latest)))
    }
}
