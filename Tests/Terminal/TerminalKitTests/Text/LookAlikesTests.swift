import Testing

@testable import TerminalKit

// Goal: imitations are named, and honest names in any script are not.
// Method: names of both kinds.

@Suite("Look-alike letters")
struct LookAlikesTests {
    @Test(
        "an honest name has no warning",
        arguments: [
            "O'Brien & Sons (UK) Ltd.", "Müller-Lüdenscheidt", "Łukasz Żak", "Yıldız Holding",
            "Иван Петров", "Ελένη Παπαδοπούλου", "शर्मा ट्रेडर्स", "Sharma शर्मा",
            "株式会社ABC", "ソニー株式会社", "한국은행 Seoul", "ＡＢＣ商事", "王小明 2号", "שלום בע״מ",
            "संजय & Co.", "₹500", "تجارة",
        ]
    )
    func honest(name: String) {
        let text = SafeText(untrusted: name, limit: .payee)
        #expect(!text.flags.contains(.lookAlike))
        #expect(text.cells.filter(\.isSuspect).isEmpty)
    }

    @Test(
        "an imitation is named, and its letters are marked",
        arguments: [
            ("p\u{430}ypal", "\u{430}"),  // Cyrillic a
            ("G\u{3BF}\u{3BF}gle", "\u{3BF}\u{3BF}"),  // Greek o
            ("\u{410}\u{421}\u{41C}\u{415}", "\u{410}\u{421}\u{41C}\u{415}"),  // ACME, all Cyrillic
            ("\u{FF28}MRC", "\u{FF28}"),  // fullwidth H
            ("\u{1D407}MRC", "\u{1D407}"),  // mathematical H
            ("b\u{251}nk", "\u{251}"),  // phonetic a
            ("pay\u{2024}com", "\u{2024}"),  // a leader for a point
            ("\u{13DF}iti", "\u{13DF}"),  // Cherokee
            ("Иван Smith", "Иван"),
        ]
    )
    func imitation(name: String, odd: String) {
        let text = SafeText(untrusted: name, limit: .payee)
        #expect(text.flags.contains(.lookAlike))
        let marked = text.cells.filter(\.isSuspect).map(\.base)
        #expect(marked == Array(odd.unicodeScalars))
    }

    @Test("in free words each word is looked at by itself")
    func memo() {
        #expect(SafeText(untrusted: "Иван: invoice 7", limit: .memo).flags == [])
        #expect(SafeText(untrusted: "for p\u{430}ypal", limit: .memo).flags == .lookAlike)
    }
}
