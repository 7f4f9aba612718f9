/// A fixed distance from UTC, in which a bank counts its days.
///
/// A fixed offset and not a zone with rules: the bank of the fixture is in India, which has one
/// offset all year (UTC+05:30).
public struct ZoneOffset: Hashable, Sendable {
    /// UTC itself.
    public static let utc = ZoneOffset(secondsEastOfUTC: 0)
    /// India Standard Time, UTC+05:30.
    public static let india = ZoneOffset(secondsEastOfUTC: 19_800)
    /// The minutes east of UTC at which a bank may count its days: as far as the clocks of any
    /// country go.
    public static let bankMinutes = -14 * 60...14 * 60
    /// Seconds in a day.
    public static let secondsPerDay: Int64 = 86_400

    /// Seconds to add to UTC to get the local time.
    public let secondsEastOfUTC: Int32

    /// Makes an offset from seconds east of UTC.
    public init(secondsEastOfUTC: Int32) {
        self.secondsEastOfUTC = secondsEastOfUTC
    }

    /// Makes an offset from minutes east of UTC; nil for one outside of ``bankMinutes``.
    public init?(minutesEastOfUTC minutes: Int) {
        guard Self.bankMinutes.contains(minutes) else { return nil }
        self.init(secondsEastOfUTC: Int32(minutes * 60))
    }

    /// Minutes to add to UTC to get the local time; seconds beyond them are left out.
    public var minutesEastOfUTC: Int { Int(secondsEastOfUTC) / 60 }

    /// The local day of an instant.
    public func date(of instant: Instant) -> BusinessDate {
        let (day, _) = dayAndSecond(of: instant)
        guard let date = BusinessDate(dayNumber: Int32(clamping: day)) else {
            invariantBroken("every instant lies in the years 1677 to 2262")
        }
        return date
    }

    /// The local time of day of an instant: hour 0 to 23, minute and second 0 to 59.
    public func time(of instant: Instant) -> (hour: Int, minute: Int, second: Int) {
        let (_, second) = dayAndSecond(of: instant)
        return (Int(second / 3_600), Int(second / 60 % 60), Int(second % 60))
    }

    /// The instant at which a local day begins.
    ///
    /// For days before 1677 or after 2262 it is the first instant there is, or the last.
    public func startOfDay(_ date: BusinessDate) -> Instant {
        Instant(
            secondsSinceEpoch: Int64(date.dayNumber) * Self.secondsPerDay
                - Int64(secondsEastOfUTC)
        )
    }

    /// The instant at which a local day begins; nil for a day before 1677 or after 2262, which no
    /// instant names.
    public func exactStartOfDay(_ date: BusinessDate) -> Instant? {
        let start = startOfDay(date)
        return dayAndSecond(of: start) == (Int64(date.dayNumber), 0) ? start : nil
    }

    /// The last local day of what lasts until an instant.
    public func lastDay(until end: Instant) -> BusinessDate {
        date(of: end.adding(seconds: -1))
    }

    /// The local day that ends at an instant, the midnight after it; nil where the instant lies
    /// within a day.
    public func dayEnding(at instant: Instant) -> BusinessDate? {
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
