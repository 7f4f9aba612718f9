import IdentityCore
import Testing

// Goal: the authorised text is the visible text: a reference has no invisible character.
// Method: texts that look alike, and texts of scripts that need what is hidden elsewhere.

@Suite struct ReferenceTests {
    // Symptom: a reference of a Hangul filler alone, and "rent" with a grapheme joiner in it, were posted.
    // Cause: references had a shorter list of hidden characters than names. Proof: both have one rule.
    @Test(
        "a reference with a character that nobody sees is refused",
        arguments: [
            "\u{3164}", "\u{FFA0}", "\u{17B4}", "\u{17B5}", "\u{115F}", "ren\u{34F}t",
            "ren\u{FE0F}t", "ren\u{E0100}t", "ren\u{200D}t", "ren\u{200B}t", "ren\u{AD}t",
            "\u{FE0F}rent", "rent\u{2060}", "a\u{202E}b", "a\nb", "a\u{2028}b", "a\u{E000}b",
            "a\u{378}b", "a\u{E0041}b", " ", "\u{2800}", "\u{A0}", "\u{301}", "山\u{200D}田",
        ]
    )
    func hidden(reference: String) {
        #expect(!ReviewedTransfer.isPlain(reference), "\(reference.unicodeScalars.map(\.value))")
        #expect(!ReviewedTransfer.accepts(reference: reference))
    }

    @Test(
        "a reference in any script is taken, with the joiners and the variants that it needs",
        arguments: [
            "", "rent", "rent, May", " rent ", "क्\u{200D}ष", "অর\u{200D}্যা", "می\u{200C}خواهم",
            "葛\u{E0100}城", "❤\u{FE0F}", "Ⓜ\u{FE0F}", "1\u{FE0F}\u{20E3}", "e\u{301}", "👍🏽",
        ]
    )
    func seen(reference: String) {
        #expect(ReviewedTransfer.isPlain(reference), "\(reference.unicodeScalars.map(\.value))")
        #expect(ReviewedTransfer.accepts(reference: reference))
    }

    @Test("a reference is as long as its characters are many, up to the limit")
    func length() {
        let limit = ReviewedTransfer.referenceLimit
        #expect(ReviewedTransfer.accepts(reference: String(repeating: "ñ", count: limit)))
        #expect(!ReviewedTransfer.accepts(reference: String(repeating: "x", count: limit + 1)))
    }
}
