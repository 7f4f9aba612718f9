public import CoreVocabulary

extension ZoneOffset {
    /// An instant as an operator reads it and writes it: day, time and offset, such as
    /// `2026-11-20 14:05:09 +05:30`.
    public func text(of instant: Instant) -> String {
        let (hour, minute, second) = time(of: instant)
        return "\(date(of: instant)) \(Self.two(hour)):\(Self.two(minute)):\(Self.two(second)) "
            + offsetText
    }

    private var offsetText: String {
        let minutes = abs(Int(secondsEastOfUTC)) / 60
        let sign = secondsEastOfUTC < 0 ? "-" : "+"
        return "\(sign)\(Self.two(minutes / 60)):\(Self.two(minutes % 60))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
