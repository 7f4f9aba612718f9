import Testing

@testable import TerminalKit

// Goal: nothing that a payee's name can hold moves the cursor, hides or imitates unnoticed.
// Method: one hostile text a case, with what is left of it and what is said about it.

@Suite("Safe text")
struct SafeTextTests {
    struct Case: CustomTestStringConvertible {
        let text: String
        let shown: String
        let flags: SafeTextFlags
        let testDescription: String

        init(_ name: String, _ text: String, shown: String, _ flags: SafeTextFlags = []) {
            testDescription = name
            self.text = text
            self.shown = shown
            self.flags = flags
        }
    }

    static let cases = [
        Case("an honest name stays as it is", "ACME Ltd", shown: "ACME Ltd"),
        Case("an accent is composed", "Cafe\u{301}", shown: "Caf\u{E9}"),
        Case("a Devanagari name stays", "अर्जुन", shown: "अर्जुन"),
        Case("a Chinese name stays", "王小明", shown: "王小明"),
        Case("a Turkish name is no imitation", "Yıldız", shown: "Yıldız"),
        Case(
            "a carriage return cannot overwrite the row",
            "ACME\rHMRC",
            shown: "ACME\u{FFFD}HMRC",
            .control
        ),
        Case("a tab is no space", "A\tB", shown: "A\u{FFFD}B", .control),
        Case("a line feed is no space", "A\nB", shown: "A\u{FFFD}B", .control),
        Case("an escape sequence loses its ESC", "\u{1B}[2J", shown: "\u{FFFD}[2J", .control),
        Case("a C1 control is replaced", "a\u{9B}2J", shown: "a\u{FFFD}2J", .control),
        Case("DEL is replaced", "a\u{7F}", shown: "a\u{FFFD}", .control),
        Case("an override of direction is taken out", "a\u{202E}cba", shown: "acba", .bidi),
        Case("isolates are taken out", "\u{2066}a\u{2069}", shown: "a", .bidi),
        Case("the Arabic letter mark is taken out", "a\u{61C}", shown: "a", .bidi),
        Case("a zero width space is taken out", "HM\u{200B}RC", shown: "HMRC", .hidden),
        Case("a soft hyphen is taken out", "HM\u{AD}RC", shown: "HMRC", .hidden),
        Case("tag characters are taken out", "a\u{E0041}\u{E007F}", shown: "a", .hidden),
        Case("a joined emoji falls apart", "\u{1F468}\u{200D}\u{1F469}", shown: "👨👩", .hidden),
        Case("spaces collapse and ends are trimmed", "  a \u{A0}\u{2003} b ", shown: "a b"),
        Case("a line separator is no space", "a\u{2028}b", shown: "a\u{FFFD}b", .control),
        Case("nor is a paragraph separator", "a\u{2029}", shown: "a\u{FFFD}", .control),
        Case("a Braille blank is a space", "a\u{2800}\u{2800}b\u{2800}", shown: "a b"),
        Case("a note without a head is taken out", "a\u{1D159}", shown: "a", .hidden),
        Case(
            "the third mark is taken out",
            "q\u{301}\u{302}\u{303}",
            shown: "q\u{301}\u{302}",
            .tooManyMarks
        ),
        Case("a mark without a letter gets a circle", "\u{301}a", shown: "\u{25CC}\u{301}a"),
        Case("a mark after a space gets a circle", "a \u{301}", shown: "a \u{25CC}\u{301}"),
        Case("a private character is replaced", "a\u{E000}", shown: "a\u{FFFD}", .undrawable),
        Case("an unassigned character is replaced", "\u{378}", shown: "\u{FFFD}", .undrawable),
        Case("a noncharacter is replaced", "\u{FFFF}", shown: "\u{FFFD}", .undrawable),
        Case(
            "half a flag is replaced, being one cell or two",
            "\u{1F1EC}\u{1F1E7}",
            shown: "\u{FFFD}\u{FFFD}",
            .undrawable
        ),
        Case("Hebrew stays and is named", "שלום", shown: "שלום", .rightToLeft),
        Case("a Cyrillic letter in a Latin name is named", "pаypal", shown: "pаypal", .lookAlike),
        Case("nothing but invisible characters is nothing", "\u{200B}\u{2060}", shown: "", .hidden),
        Case("an empty text is empty", "", shown: ""),
    ]

    @Test("a text from outside loses what does harm and keeps the rest", arguments: cases)
    func hostile(_ item: Case) {
        let text = SafeText(untrusted: item.text, limit: .payee)
        #expect(Array(text.plain.unicodeScalars) == Array(item.shown.unicodeScalars))
        #expect(text.flags == item.flags)
    }

    // Symptom: what ends a line or a paragraph was taken for a space, and went without a mark.
    @Test("every character that shows nothing is marked, or is seen as one that cannot be shown")
    func invisible() {
        let unmarked = (0x20...0x10FFFF as ClosedRange<UInt32>)
            .compactMap(Unicode.Scalar.init)
            .filter { SafeTextPropertyTests.isHarmful($0) }
            .filter { scalar in
                switch ScalarClass(scalar) {
                case .bidirectional, .hidden, .control, .undrawable: false
                case .space, .mark, .drawn: true
                }
            }
        #expect(unmarked.map { SafeText.escape($0) } == [])
    }

    @Test(
        "one kind of each is marked before, in and after a name",
        arguments: [
            "\u{AD}", "\u{34F}", "\u{61C}", "\u{115F}", "\u{17B4}", "\u{180E}", "\u{200B}",
            "\u{200E}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{2060}", "\u{2066}", "\u{3164}",
            "\u{FE0F}", "\u{FEFF}", "\u{FFA0}", "\u{FFF9}", "\u{1D159}", "\u{E0001}",
            "\u{E0041}", "\u{E0100}", "\u{85}", "\u{0}",
        ]
    )
    func markedEverywhere(character: String) {
        for text in [character + "ACME", "AC" + character + "ME", "ACME" + character] {
            let flags = SafeText(untrusted: text, limit: .payee).flags
            #expect(!flags.isDisjoint(with: .warnings))
        }
    }

    @Test("a text is cut at its limit and says so")
    func limit() {
        let long = String(repeating: "x", count: 71)
        let payee = SafeText(untrusted: long, limit: .payee)
        #expect(payee.width == 70)
        #expect(payee.flags == .truncated)
        #expect(SafeText(untrusted: String(long.dropLast()), limit: .payee).flags == [])
        #expect(SafeText(untrusted: long.dropLast() + "  ", limit: .payee).flags == [])
    }

    @Test("a marked letter counts as one, however it is written")
    func limitCountsCharacters() {
        let decomposed = String(repeating: "e\u{301}", count: 35)
        let text = SafeText(untrusted: decomposed, limit: .reference)
        #expect(text.cells.count == 35)
        #expect(text.flags == [])
    }

    @Test("a flood of invisible characters is read no further than the limit needs")
    func flood() {
        let flood = String(repeating: "\u{200B}", count: 1_000_000) + "HMRC"
        let text = SafeText(untrusted: flood, limit: .payee)
        #expect(text.isEmpty)
        #expect(text.flags == [.hidden, .truncated])
        // The limit of 70 characters allows 280 scalars to be read.
        let edge = String(repeating: "\u{200B}", count: 279)
        #expect(SafeText(untrusted: edge + "H", limit: .payee).plain == "H")
        #expect(SafeText(untrusted: edge + "\u{200B}H", limit: .payee).isEmpty)
    }

    @Test("every flag has a word")
    func words() {
        for bit in 0..<8 {
            let flag = SafeTextFlags(rawValue: 1 << bit)
            #expect(flag.words.count == 1)
        }
        #expect(SafeTextFlags().words.isEmpty)
        #expect(SafeTextFlags(rawValue: 255).words.count == 8)
    }

    @Test("our own words keep their spaces, and a mistake in them does no harm")
    func trusted() {
        #expect(SafeText(trusted: "  a  b ").plain == "  a  b ")
        #expect(SafeText(trusted: "a\rb").plain == "a\u{FFFD}b")
    }

    @Test("a text put into our words keeps its flags and stands in quotation marks")
    func interpolation() {
        let name = SafeText(untrusted: "p\u{430}ypal", limit: .payee)
        let line: SafeText = "To \(quoted: name), \(3) times"
        #expect(line.plain == "To \"p\u{430}ypal\", 3 times")
        #expect(line.flags == .lookAlike)
        #expect(line.width == line.plain.count)
    }

    @Test("the escaped form is ASCII and tells look-alikes apart")
    func escaped() {
        let text = SafeText(untrusted: "p\u{430}y\\é", limit: .payee)
        #expect(text.escaped == "p\\u{0430}y\\u{005C}\\u{00E9}")
    }

    @Test("the ASCII form is as wide as the text")
    func ascii() {
        let text = SafeText(untrusted: "Café “王” – ₹", limit: .payee)
        #expect(text.ascii.plain == "Cafe \"??\" - ?")
        #expect(text.ascii.width == text.width)
        #expect(text.ascii.ascii == text.ascii)
    }
}
