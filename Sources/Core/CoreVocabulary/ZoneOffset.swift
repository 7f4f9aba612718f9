/// Fixed offset from UTC in which a bank counts its days.
///
/// It is a fixed offset and not a time zone with rules: the fixture's bank is in India, which has
/// one offset all year (UTC+05:30).
package struct ZoneOffset: Hashable, Sendable {
    /// The offset of UTC itself, zero.
    package static let utc = ZoneOffset(secondsEastOfUTC: 0)
    /// The offset of India Standard Time, UTC+05:30.
    package static let india = ZoneOffset(secondsEastOfUTC: 19_800)
    /// Offsets that a bank may use, in minutes east of UTC: the clocks of all countries.
    package static let bankMinutes = -14 * 60...14 * 60
    /// Number of seconds in a day.
    package static let secondsPerDay: Int64 = 86_400

    /// Seconds to add to UTC to get local time.
    package let secondsEastOfUTC: Int32

    /// Creates an offset from seconds east of UTC.
    package init(secondsEastOfUTC: Int32) {
        self.secondsEastOfUTC = secondsEastOfUTC
    }

    /// Creates an offset from minutes east of UTC; returns nil outside ``bankMinutes``.
    package init?(minutesEastOfUTC minutes: Int) {
        guard Self.bankMinutes.contains(minutes) else { return nil }
        self.init(secondsEastOfUTC: Int32(minutes * 60))
    }

    /// Minutes to add to UTC to get local time, with any further seconds dropped.
    package var minutesEastOfUTC: Int { Int(secondsEastOfUTC) / 60 }

    /// Returns the local day of an instant.
    package func date(of instant: Instant) -> BusinessDate {
        let (day, _) = dayAndSecond(of: instant)
        guard let date = BusinessDate(dayNumber: Int32(clamping: day)) else {
            invariantBroken("every instant lies in the years 1677 to 2262")
        }
        return date
    }

    /// Returns the local time of day: hour 0 to 23, minute and second 0 to 59.
    package func time(of instant: Instant) -> (hour: Int, minute: Int, second: Int) {
        let (_, second) = dayAndSecond(of: instant)
        return (Int(second / 3_600), Int(second / 60 % 60), Int(second % 60))
    }

    /// Returns the instant at which a local day begins.
    ///
    /// For days before 1677 or after 2262 the result is clamped to the first or last instant.
    package func startOfDay(_ date: BusinessDate) -> Instant {
        let localSeconds = Int64(date.dayNumber) * Self.secondsPerDay
        return Instant(secondsSinceEpoch: localSeconds - Int64(secondsEastOfUTC))
    }

    /// Returns the instant at which a local day begins, or nil before 1677 and after 2262.
    package func exactStartOfDay(_ date: BusinessDate) -> Instant? {
        let start = startOfDay(date)
        return dayAndSecond(of: start) == (Int64(date.dayNumber), 0) ? start : nil
    }

    /// Returns the last local day of a period that ends at an instant.
    package func lastDay(until end: Instant) -> BusinessDate {
        date(of: end.adding(seconds: -1))
    }

    /// Returns the local day that ends at this midnight, or nil if the instant is within a day.
    package func dayEnding(at instant: Instant) -> BusinessDate? {
        let day = lastDay(until: instant)
        return day.adding(days: 1).flatMap { exactStartOfDay($0) } == instant ? day : nil
    }

    private func dayAndSecond(of instant: Instant) -> (day: Int64, second: Int64) {
        let local = instant.secondsSinceEpoch + Int64(secondsEastOfUTC)
        let (quotient, remainder) = local.quotientAndRemainder(dividingBy: Self.secondsPerDay)
        return remainder < 0
            ? (quotient - 1, remainder + Self.secondsPerDay) : (quotient, remainder)
    }
}
