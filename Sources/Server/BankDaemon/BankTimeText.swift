package import CoreVocabulary

extension ZoneOffset {
    /// Returns an instant as operators write it, such as `2026-11-20 14:05:09 +05:30`.
    package func text(of instant: Instant) -> String {
        let (hour, minute, second) = time(of: instant)
        return "\(date(of: instant)) \(Self.two(hour)):\(Self.two(minute)):\(Self.two(second)) "
            + offsetText
    }

    /// Returns the end of a hold: its last day, or the moment if it lies within a day.
    func endText(of instant: Instant) -> String {
        dayEnding(at: instant)?.description ?? text(of: instant)
    }

    /// Returns the end of a day that an operator typed, such as `2026-11-20`.
    ///
    /// - Throws: ``DaemonError``: `badData` for text that is no day, and for a day whose end lies
    ///   beyond the range of ``Instant``.
    func endOfDay(typed text: String) throws(DaemonError) -> Instant {
        guard let day = BusinessDate(text) else {
            throw DaemonError("'\(text)' is no day such as 2026-11-20.", .badData)
        }
        guard let end = day.adding(days: 1).flatMap({ exactStartOfDay($0) }) else {
            throw DaemonError(
                "'\(text)' is beyond the time that a bank can count, which is from 1677 to "
                    + "\(lastDay).",
                .badData
            )
        }
        return end
    }

    /// The last day whose end is within the range of ``Instant``.
    private var lastDay: BusinessDate {
        let day = date(of: Instant(nanosecondsSinceEpoch: .max))
        // The greatest instant lies within its day.
        return day.adding(days: -1) ?? day
    }

    private var offsetText: String {
        let minutes = abs(Int(secondsEastOfUTC)) / 60
        let sign = secondsEastOfUTC < 0 ? "-" : "+"
        return "\(sign)\(Self.two(minutes / 60)):\(Self.two(minutes % 60))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
