// Goal: instants and local days agree, also before 1970 and at the ends of the range.
// Method: known values, and values on both sides of each edge.
import CoreVocabulary
import Testing

@Suite("Instants and zone offsets")
struct InstantTests {
    @Test(
        "whole seconds are rounded down, also before 1970",
        arguments: [(0, 0), (1, 0), (999_999_999, 0), (1_000_000_000, 1), (-1, -1)]
            as [(Int64, Int64)]
    )
    func wholeSeconds(nanoseconds: Int64, seconds: Int64) {
        #expect(Instant(nanosecondsSinceEpoch: nanoseconds).secondsSinceEpoch == seconds)
    }

    @Test("arithmetic beyond the range stops at its ends")
    func arithmeticIsClamped() {
        let last = Instant(nanosecondsSinceEpoch: .max)
        let first = Instant(nanosecondsSinceEpoch: .min)
        #expect(Instant(secondsSinceEpoch: .max) == last)
        #expect(Instant(secondsSinceEpoch: .min) == first)
        #expect(last.adding(seconds: 1) == last)
        #expect(first.adding(seconds: .min) == first)
        #expect(last.seconds(since: first) == 18_446_744_073)
        #expect(Instant.epoch.adding(seconds: 90).seconds(since: .epoch) == 90)
        #expect(last + .nanoseconds(1) == last)
        #expect(first + .seconds(-1) == first)
        #expect(first + (last - first) == last)
        #expect((Instant.epoch + .milliseconds(-1_500)).nanosecondsSinceEpoch == -1_500_000_000)
    }

    @Test("a local day begins at its midnight, and the nanosecond before is the day before")
    func startOfDay() throws {
        for zone in [ZoneOffset.utc, .india, ZoneOffset(secondsEastOfUTC: -43_200)] {
            for text in ["1677-09-23", "1969-12-31", "1970-01-01", "2024-02-29", "2262-04-10"] {
                let date = try #require(BusinessDate(text))
                let start = zone.startOfDay(date)
                #expect(zone.date(of: start) == date)
                #expect(zone.time(of: start) == (0, 0, 0))
                let before = Instant(nanosecondsSinceEpoch: start.nanosecondsSinceEpoch - 1)
                #expect(zone.date(of: before) == date.adding(days: -1))
                #expect(zone.time(of: before) == (23, 59, 59))
            }
        }
    }

    @Test("days that no instant can name begin at the end of the range")
    func startOfFarDays() {
        #expect(ZoneOffset.india.startOfDay(.latest) == Instant(nanosecondsSinceEpoch: .max))
        #expect(ZoneOffset.india.startOfDay(.earliest) == Instant(nanosecondsSinceEpoch: .min))
    }

    @Test("a day whose beginning no instant names has none, at either end of the range")
    func exactStartOfFarDays() throws {
        for (zone, first, last) in [
            (ZoneOffset.utc, "1677-09-22", "2262-04-11"), (.india, "1677-09-22", "2262-04-12"),
        ] {
            for (text, days) in [(first, -1), (last, 1)] {
                let day = try #require(BusinessDate(text))
                let beyond = try #require(day.adding(days: days))
                #expect(zone.exactStartOfDay(day) == zone.startOfDay(day))
                #expect(zone.exactStartOfDay(beyond) == nil)
            }
            #expect(zone.exactStartOfDay(.latest) == nil)
            #expect(zone.exactStartOfDay(.earliest) == nil)
        }
    }

    @Test("India is five and a half hours ahead")
    func india() throws {
        let evening = Instant(secondsSinceEpoch: 66_600)  // 18:30 UTC
        #expect(ZoneOffset.india.date(of: evening) == BusinessDate("1970-01-02"))
        #expect(ZoneOffset.india.time(of: evening) == (0, 0, 0))
        #expect(ZoneOffset.utc.time(of: evening) == (18, 30, 0))
    }

    @Test("the first and the last instant have a day")
    func endsHaveDays() {
        for nanoseconds in [Int64.min, .max] {
            let instant = Instant(nanosecondsSinceEpoch: nanoseconds)
            let year = ZoneOffset.utc.date(of: instant).components.year
            #expect(year == (nanoseconds < 0 ? 1677 : 2262))
        }
    }
}
