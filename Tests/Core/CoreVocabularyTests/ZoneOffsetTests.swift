// Goal: a bank counts its days where the clocks of some country stand, and nowhere else.
// Method: offsets at the limits, one beyond them, and such as no sum of minutes may be made of.
import CoreVocabulary
import Testing

@Suite("Offsets from UTC")
struct ZoneOffsetTests {
    @Test("an offset up to 14 hours either way is taken, and told again in the same minutes")
    func inRange() {
        for minutes in [-840, -839, -61, -1, 0, 1, 74, 330, 839, 840] {
            let zone = ZoneOffset(minutesEastOfUTC: minutes)
            #expect(zone?.secondsEastOfUTC == Int32(minutes * 60))
            #expect(zone?.minutesEastOfUTC == minutes)
        }
        #expect(ZoneOffset(minutesEastOfUTC: 330) == .india)
    }

    @Test("an offset beyond 14 hours is none", arguments: [-841, 841, .min, .max] as [Int])
    func outOfRange(minutes: Int) {
        #expect(ZoneOffset(minutesEastOfUTC: minutes) == nil)
    }
}
