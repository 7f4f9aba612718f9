// Goal: an end at the end of a day is shown as that day, as people say it, and as no other.
// Symptom: a hold until 30 November stood on the screen as "Until 01 Dec". Cause: its end is the
// midnight after that day, and the day of that instant is the next one.
// Method: midnights and instants beside them, in several zones.
import CoreVocabulary
import Testing

@Suite("The last day of what ends")
struct LastDayTests {
    private static let zones = [
        ZoneOffset.utc, .india, ZoneOffset(secondsEastOfUTC: -34_200),
    ]

    @Test("a midnight ends the day before it, and no other instant ends a day", arguments: zones)
    func ends(_ zone: ZoneOffset) throws {
        for text in ["2026-11-30", "2026-12-31", "1969-12-31", "2028-02-29"] {
            let day = try #require(BusinessDate(text))
            let next = try #require(day.adding(days: 1))
            let midnight = zone.startOfDay(next)
            #expect(zone.dayEnding(at: midnight) == day)
            #expect(zone.lastDay(until: midnight) == day)
            for seconds in [-1, 1, 43_200] as [Int64] {
                #expect(zone.dayEnding(at: midnight.adding(seconds: seconds)) == nil)
            }
            let nanosecond = Instant(nanosecondsSinceEpoch: midnight.nanosecondsSinceEpoch + 1)
            #expect(zone.dayEnding(at: nanosecond) == nil)
            #expect(zone.lastDay(until: midnight.adding(seconds: 2)) == next)
        }
    }

    @Test("the first and the last instant there are end no day")
    func limits() {
        for nanoseconds in [Int64.min, .max] {
            let instant = Instant(nanosecondsSinceEpoch: nanoseconds)
            #expect(ZoneOffset.india.dayEnding(at: instant) == nil)
        }
    }
}
