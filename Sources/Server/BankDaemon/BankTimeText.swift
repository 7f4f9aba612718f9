public import CoreVocabulary

extension ZoneOffset {
    /// An instant as an operator reads it and writes it: day, time and offset, such as
    /// `2026-11-20 14:05:09 +05:30`.
    public func text(of instant: Instant) -> String {
        let (hour, minute, second) = time(of: instant)
        return "\(date(of: instant)) \(Self.two(hour)):\(Self.two(minute)):\(Self.two(second)) "
            + offsetText
    }

    /// The end of a hold: the last day on which it can be taken, as an operator types it; the moment
    /// where that lies within a day.
    func endText(of instant: Instant) -> String {
        dayEnding(at: instant)?.description ?? text(of: instant)
    }

    /// The end of a day that an operator typed, such as `2026-11-20`.
    ///
    /// - Throws: ``DaemonError``: `badData` for what is no day, and for a day that ends when no
    ///   ``Instant`` is, which would be another one in the books.
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

    /// The last day that ends when there is an ``Instant``.
    private var lastDay: BusinessDate {
        let day = date(of: Instant(nanosecondsSinceEpoch: .max))
        // The last instant of all lies within its day.
        return day.adding(days: -1) ?? day
    }

    private var offsetText: String {
        let minutes = abs(Int(secondsEastOfUTC)) / 60
        let sign = secondsEastOfUTC < 0 ? "-" : "+"
        return "\(sign)\(Self.two(minutes / 60)):\(Self.two(minutes % 60))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
