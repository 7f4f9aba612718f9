import Glibc

/// Formats the times of log lines.
enum LogTime {
    /// Returns a time in UTC with milliseconds, such as `2026-11-21T06:30:25.123Z`.
    ///
    /// Source: RFC 3339 §5.6.
    static func text(_ time: timespec) -> String {
        var seconds = time.tv_sec
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = [
            padded(Int(parts.tm_year) + 1900, 4), padded(Int(parts.tm_mon) + 1, 2),
            padded(Int(parts.tm_mday), 2),
        ].joined(separator: "-")
        let clock = [
            padded(Int(parts.tm_hour), 2), padded(Int(parts.tm_min), 2),
            padded(Int(parts.tm_sec), 2),
        ].joined(separator: ":")
        return "\(date)T\(clock).\(padded(time.tv_nsec / 1_000_000, 3))Z"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
