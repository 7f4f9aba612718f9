import Glibc
import Testing

@testable import TerminalKit

// Goal: our idea of a character's width is that of the terminal's C library, so that no character in
// a name shifts what stands behind it.
// Method: ask glibc's wcwidth, in the locale C.UTF-8, about every character that SafeText draws.

@Suite("Cell width")
struct CellWidthTests {
    private typealias WidthFunction = @convention(c) (Int32) -> Int32

    /// wcwidth is a function that Swift's Glibc module leaves out.
    private static func glibcWidths(of scalars: [Unicode.Scalar]) throws -> [Int] {
        let symbol = try #require(dlsym(dlopen(nil, RTLD_LAZY), "wcwidth"))
        // SAFETY: int wcwidth(wchar_t), with wchar_t a 32-bit integer on every Linux of ours.
        let width = unsafeBitCast(symbol, to: WidthFunction.self)
        // For this thread only, since tests share the process.
        let locale = try #require(newlocale(1 << LC_CTYPE, "C.UTF-8", nil))
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        return scalars.map { Int(width(Int32(bitPattern: $0.value))) }
    }

    @Test("glibc gives the same width to every character that we draw")
    func glibc() throws {
        let drawn = (0x20...0x10FFFF as ClosedRange<UInt32>)
            .compactMap(Unicode.Scalar.init)
            .filter { [.mark, .drawn(width: 1), .drawn(width: 2)].contains(ScalarClass($0)) }
        let widths = try Self.glibcWidths(of: drawn)
        let differing = zip(drawn, widths).filter { CellWidth.of($0) != $1 }
        #expect(drawn.count == 144_142)
        #expect(differing.map { "\(SafeText.escape($0)): glibc says \($1)" } == [])
    }

    @Test("what we do not draw though glibc has a width for it is known, block by block")
    func undrawnThoughAssigned() throws {
        let undrawn = (0x20...0x10FFFF as ClosedRange<UInt32>)
            .compactMap(Unicode.Scalar.init)
            .filter { ScalarClass($0) == .undrawable }
        let widths = try Self.glibcWidths(of: undrawn)
        var counts: [String: Int] = [:]
        for (scalar, width) in zip(undrawn, widths) where width >= 0 {
            counts[Self.block(of: scalar), default: 0] += 1
        }
        #expect(
            counts == [
                "hexagrams: narrow in Unicode 14, wide in glibc": 64,
                "numbers on squares: ambiguous in Unicode, wide in glibc": 8,
                "regional indicators: flags in some terminals": 26,
                "the replacement character itself, which is drawn as what it is": 1,
                "format characters: they change others": 34,
                "private use: nobody knows what they show": 137_468,
            ]
        )
    }

    private static func block(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0xFFFD: "the replacement character itself, which is drawn as what it is"
        case 0x3248...0x324F: "numbers on squares: ambiguous in Unicode, wide in glibc"
        case 0x4DC0...0x4DFF: "hexagrams: narrow in Unicode 14, wide in glibc"
        case 0x1F1E6...0x1F1FF: "regional indicators: flags in some terminals"
        case 0xE000...0xF8FF, 0xF0000...: "private use: nobody knows what they show"
        default:
            scalar.properties.generalCategory == .format
                ? "format characters: they change others" : SafeText.escape(scalar)
        }
    }

    @Test(
        "widths that everything relies on",
        arguments: [
            ("a", 1), (" ", 1), ("~", 1), ("é", 1), ("€", 1), ("±", 1), ("…", 1), ("─", 1),
            ("₹", 1),
            ("\u{FFFD}", 1), ("王", 2), ("한", 2), ("ＡＢ".unicodeScalars.first ?? "?", 2),
            ("😀", 2), ("⚠", 1), ("\u{301}", 0), ("\u{94D}", 0),
        ] as [(Unicode.Scalar, Int)]
    )
    func widths(scalar: Unicode.Scalar, width: Int) {
        #expect(CellWidth.of(scalar) == width)
    }

    @Test(
        "what must not be drawn has no width",
        arguments: [
            "\u{0}", "\u{1B}", "\u{7F}", "\u{9B}", "\u{AD}", "\u{202E}", "\u{200B}", "\u{2028}",
            "\u{E000}", "\u{E0041}", "\u{4DC0}", "\u{3248}", "\u{378}", "\u{FFFF}", "\u{1F1E6}",
            "\u{10FFFF}",
        ] as [Unicode.Scalar]
    )
    func undrawn(scalar: Unicode.Scalar) {
        #expect(CellWidth.of(scalar) == nil)
    }

    @Test("the runs of the tables ascend")
    func runs() {
        for (runs, shift) in [(CellWidthTable.runs, 2), (ScriptTable.runs, 5)] {
            #expect(runs.first.map { $0 >> shift } == 0)
            let starts = runs.map { $0 >> shift }
            #expect(starts == Set(starts).sorted())
        }
    }
}
