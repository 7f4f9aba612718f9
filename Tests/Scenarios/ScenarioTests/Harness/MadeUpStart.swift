import CoreVocabulary
import Glibc
import Testing

/// When a made-up clock begins: always after the machine's own, since the books of a test are not
/// from the future.
enum MadeUpStart: Sendable, CustomTestStringConvertible {
    /// A quarter of an hour before a month ends.
    case monthEnd
    /// A quarter of an hour before a year ends.
    case turnOfYear
    /// At any second of the day, from a seed.
    case seeded(UInt64)

    private static let secondsBeforeMidnight: Int64 = 15 * 60
    private static let daysInYear = 366

    var testDescription: String {
        switch self {
        case .monthEnd: "the end of a month"
        case .turnOfYear: "the turn of the year"
        case .seeded(let seed): "seed \(seed)"
        }
    }

    /// The moment, in seconds since 1970.
    var secondsSinceEpoch: Int64 {
        let zone = ZoneOffset.india
        let today = zone.date(of: Instant(secondsSinceEpoch: Int64(time(nil))))
        if case .seeded(let seed) = self {
            var random = SplitMix64(seed: seed)
            let second = Int64(random.next() % UInt64(ZoneOffset.secondsPerDay))
            return zone.startOfDay(today.adding(days: 1) ?? today).secondsSinceEpoch + second
        }
        let next = (2...Self.daysInYear).lazy.compactMap { today.adding(days: $0) }
            .first { isFirst($0) }
        return zone.startOfDay(next ?? today).secondsSinceEpoch - Self.secondsBeforeMidnight
    }

    /// Whether a day is the first after what is meant to end.
    private func isFirst(_ date: BusinessDate) -> Bool {
        switch self {
        case .seeded: true
        case .monthEnd: date.components.day == 1
        case .turnOfYear: date.components.day == 1 && date.components.month == 1
        }
    }
}
