// Goal: an identifier has one text and one binary form, and nothing else is read.
// Method: round trips with random bits, a vector of RFC 9562, and mutated texts.
import CoreVocabulary
import Testing

private enum Thing {}

@Suite("Identifiers")
struct IdentifierTests {
    @Test("text and bytes bring every identifier back")
    func roundTrips() throws {
        var random = SplitMix64(seed: 1)
        for _ in 0..<1_000 {
            let id = Identifier<Thing>(rawValue: UInt128.random(in: .min ... .max, using: &random))
            #expect(Identifier<Thing>(id.description) == id)
            #expect(Identifier<Thing>(id.description.uppercased()) == id)
            #expect(Identifier<Thing>(bytes: id.bytes) == id)
        }
    }

    @Test("the text is the UUID form in lower case")
    func text() {
        let id = Identifier<Thing>(rawValue: 0x017F_22E2_79B0_7CC3_98C4_DC0C_0C07_398F)
        #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    }

    @Test("a version 7 identifier has the time, the version and the variant of RFC 9562")
    func version7() {
        // RFC 9562, appendix A.6.
        let instant = Instant(nanosecondsSinceEpoch: 0x017F_22E2_79B0 * 1_000_000)
        let random: UInt128 = 0x0CC3_18C4_DC0C_0C07_398F
        let id = Identifier<Thing>.version7(at: instant, random: random)
        #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        let early = Identifier<Thing>.version7(at: .epoch.adding(seconds: -5), random: .max)
        #expect(early.description == "00000000-0000-7fff-bfff-ffffffffffff")
    }

    @Test(
        "other texts are refused",
        arguments: [
            "", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2+79b0-7cc3-98c4-dc0c0c07398f",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398٣",
        ]
    )
    func refusesText(text: String) {
        #expect(Identifier<Thing>(text) == nil)
    }

    @Test("only sixteen bytes are read")
    func refusesBytes() {
        #expect(Identifier<Thing>(bytes: [UInt8](repeating: 1, count: 15)) == nil)
        #expect(Identifier<Thing>(bytes: [UInt8](repeating: 1, count: 17)) == nil)
    }
}
