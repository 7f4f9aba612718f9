import Glibc

/// Formats times in UTC for answers and log lines.
enum UTCTime {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Returns a date such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7, IMF-fixdate).
    static func httpDate(secondsSinceEpoch: Int = time(nil)) -> String {
        let parts = parts(of: secondsSinceEpoch)
        let (day, month) = (days[Int(parts.tm_wday)], months[Int(parts.tm_mon)])
        let date = "\(padded(parts.tm_mday)) \(month) \(parts.tm_year + 1900)"
        return "\(day), \(date) \(clock(parts)) GMT"
    }

    /// Returns a time with milliseconds, such as `2026-11-21T06:30:25.123Z` (RFC 3339 §5.6).
    static func logTime(_ time: timespec) -> String {
        let parts = parts(of: time.tv_sec)
        let date = [
            padded(parts.tm_year + 1900, 4), padded(parts.tm_mon + 1), padded(parts.tm_mday),
        ]
        .joined(separator: "-")
        let milliseconds = padded(Int32(time.tv_nsec / 1_000_000), 3)
        return "\(date)T\(clock(parts)).\(milliseconds)Z"
    }

    private static func parts(of secondsSinceEpoch: time_t) -> tm {
        var seconds = secondsSinceEpoch
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return parts
    }

    private static func clock(_ parts: tm) -> String {
        [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded($0) }.joined(separator: ":")
    }

    private static func padded(_ number: Int32, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
