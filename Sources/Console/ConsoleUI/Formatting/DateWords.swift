import CoreVocabulary

/// Formats dates and times in the bank's time zone.
struct DateWords {
    /// Time zone in which the bank counts its days.
    let zone: ZoneOffset

    /// Returns a date such as `21 Nov 2026`.
    func day(_ date: BusinessDate) -> String {
        date.words
    }

    /// Returns a month such as `November 2026`.
    func month(year: Int, month: Int) -> String {
        "\(BusinessDate.monthNames[month - 1]) \(year)"
    }

    /// Returns a time of day such as `14:02`.
    func time(_ instant: Instant) -> String {
        let (hour, minute, _) = zone.time(of: instant)
        return "\(padded(hour)):\(padded(minute))"
    }

    /// Returns a date and time such as `21 Nov 2026 14:02:09`.
    func dayAndTime(_ instant: Instant) -> String {
        let second = zone.time(of: instant).second
        return "\(day(zone.date(of: instant))) \(time(instant)):\(padded(second))"
    }

    /// Returns a moment in the shortest unambiguous form.
    ///
    /// That is `14:02` for today, `20 Nov 14:02` for another day of this year, and the whole date
    /// for others.
    func moment(_ instant: Instant, now: Instant) -> String {
        let date = zone.date(of: instant)
        let today = zone.date(of: now)
        if date == today { return time(instant) }
        let (year, month, day) = date.components
        guard year == today.components.year else { return "\(self.day(date)) \(time(instant))" }
        let name = BusinessDate.shortMonthNames[month - 1]
        return "\(padded(day)) \(name) \(time(instant))"
    }

    /// Returns the same form with seconds, such as `14:02:09`.
    func exactMoment(_ instant: Instant, now: Instant) -> String {
        "\(moment(instant, now: now)):\(padded(zone.time(of: instant).second))"
    }

    /// Returns a duration as `less than a minute`, `37 min`, `5 h 2 min` or `3 days`.
    ///
    /// A negative duration, which a clock that was set back gives, counts as 0.
    static func age(seconds: Int64) -> String {
        let minutes = max(0, seconds) / 60
        if minutes < 1 { return "less than a minute" }
        if minutes < 60 { return "\(minutes) min" }
        if minutes < 24 * 60 {
            let rest = minutes % 60
            return rest == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(rest) min"
        }
        let days = minutes / (24 * 60)
        return days == 1 ? "1 day" : "\(days) days"
    }

    private func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
