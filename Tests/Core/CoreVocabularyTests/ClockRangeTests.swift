// Goal: no time that a machine's clock may show stops a program.
// Method: clocks on both sides of the range, and at the ends of what a clock can count.
import CoreVocabulary
import Testing

@Suite("Times of a clock")
struct ClockRangeTests {
    private static let latest = Instant.latestOfClock

    // Symptom: after 2262-04-11 every command died of an illegal instruction. Cause: the seconds of the
    // clock were multiplied before anybody looked at them.
    @Test(
        "a clock beyond the range shows its nearest end, and nothing overflows",
        arguments: [
            (Int64.min, Int64(0), Instant.epoch), (-1, 999_999_999, .epoch), (0, 0, .epoch),
            (4_607_280_000, 1, .latestOfClock), (9_223_372_036, 999_999_999, .latestOfClock),
            (9_467_107_210, 0, .latestOfClock), (Int64.max, 999_999_999, .latestOfClock),
        ] as [(Int64, Int64, Instant)]
    )
    func ends(seconds: Int64, nanoseconds: Int64, shown: Instant) {
        #expect(Instant(clockSeconds: seconds, nanoseconds: nanoseconds) == shown)
    }

    @Test("a clock within the range shows its own time, to the nanosecond")
    func exact() {
        let now = Instant(clockSeconds: 1_795_156_200, nanoseconds: 7)
        #expect(now.nanosecondsSinceEpoch == 1_795_156_200_000_000_007)
        let last = Instant(clockSeconds: 4_607_279_999, nanoseconds: 999_999_999)
        #expect(last.nanosecondsSinceEpoch == Self.latest.nanosecondsSinceEpoch - 1)
    }

    // Symptom: a bank whose clock showed 2116 or later began, and no console could read its answers.
    // Cause: a clock might show 145 years more than a message may name.
    @Test("the range is 1970 through 2115, and a message names the times of fifty days after it")
    func range() {
        #expect(Instant.isOfClock(seconds: 0))
        #expect(!Instant.isOfClock(seconds: -1))
        #expect(!Instant.isOfClock(seconds: .min))
        let end = Self.latest.secondsSinceEpoch
        #expect(Instant.isOfClock(seconds: end - 1))
        #expect(!Instant.isOfClock(seconds: end))
        #expect(!Instant.isOfClock(seconds: .max))
        #expect(ZoneOffset.utc.date(of: Self.latest) == BusinessDate("2116-01-01"))
        #expect(ZoneOffset.utc.time(of: Self.latest) == (0, 0, 0))
        #expect(Self.latest.adding(seconds: 50 * ZoneOffset.secondsPerDay) <= .latestOfMessage)
        #expect(Self.latest.adding(seconds: 51 * ZoneOffset.secondsPerDay) > .latestOfMessage)
    }
}
