import Testing

@testable import TerminalKit

// Goal: a theme file that is wrong is refused with a sentence about each thing that is wrong.
// Method: one mistake a case on top of a right theme.

@Suite("Theme builder")
struct ThemeBuilderTests {
    static func entry(_ key: String, _ value: ThemeValue) -> ThemeEntry {
        ThemeEntry(key: key, value: value)
    }

    @Test("a right theme is made")
    func right() throws {
        let theme = try SampleTheme.build(SampleTheme.source("dusk"))
        #expect(theme.name == "dusk")
        #expect(theme.variant == .dark)
        #expect(theme.contrast == .normal)
        #expect(theme.purpose == .live)
        #expect(theme[.text].foreground?.x256 == 231)
        #expect(theme[.amountPending].foreground?.x256 == 231)
    }

    static let mistakes: [(ThemeEntry, String)] = [
        (entry("schema", .integer(2)), "Only schema 1 is known."),
        (
            entry("name", .string("dawn")),
            "'name' has to be that of the file: 1 to 32 of a-z, 0-9 and '-'."
        ),
        (
            entry("variant", .string("blue")),
            "'variant' has to be one of \"dark\", \"light\", \"mono\"."
        ),
        (entry("contrast", .integer(4)), "'contrast' has to be one of \"AA\", \"AAA\"."),
        (entry("purpose", .string("fun")), "'purpose' has to be one of \"live\", \"demo\"."),
        (entry("cvd", .string("deutan")), "'cvd' has to be a list."),
        (
            entry("cvd", .array([.string("red")])),
            "'cvd' has to be one of \"protan\", \"deutan\", \"tritan\"."
        ),
        (entry("colour", .other), "'colour' means nothing in a theme."),
        (entry("evil\u{1B}[2J", .other), "'evil\\u{FFFD}[2J' means nothing in a theme."),
        (entry("role", .string("x")), "'role' has to be a table."),
        (SampleTheme.table("glyph", []), "'glyph' means nothing in a theme."),
    ]

    @Test("a mistake at the top of the file has its sentence", arguments: mistakes)
    func mistake(entry: ThemeEntry, sentence: String) {
        #expect(SampleTheme.problems(SampleTheme.source("dusk", [entry])).contains(sentence))
    }

    static let roleMistakes: [(String, ThemeValue, String)] = [
        ("amount.purple", SampleTheme.role(fg: "white"), "There is no role named 'amount.purple'."),
        ("accent", SampleTheme.role(fg: "pink"), "The palette has no colour named 'pink'."),
        ("accent", .string("white"), "'accent' has to be a table."),
        (
            "accent", .table([entry("fg", .integer(3))]),
            "'fg' has to name a colour of the palette."
        ),
        ("accent", .table([entry("font", .other)]), "'font' means nothing in a role."),
        (
            "accent", SampleTheme.role(mono: ["blink"]),
            "A modifier in 'mono' is one of bold, underline, reverse or dim."
        ),
        (
            "accent", .table([entry("modifiers", .array([.string("dim")]))]),
            "A modifier in 'modifiers' is one of bold, underline or reverse."
        ),
        (
            "accent", .table([entry("modifiers", .string("bold"))]),
            "'modifiers' has to be a list of modifiers."
        ),
    ]

    @Test("a mistake in a role has its sentence", arguments: roleMistakes)
    func roleMistake(role: String, value: ThemeValue, sentence: String) {
        let roles = SampleTheme.table(
            "role",
            [
                ("background", SampleTheme.role(bg: "black")),
                ("text", SampleTheme.role(fg: "white")), (role, value),
            ]
        )
        #expect(SampleTheme.problems(SampleTheme.source("dusk", [roles])) == [sentence])
    }

    static let colours: [(String, Int, Int, String)] = [
        ("123456", 16, 0, "rgb as \"#rrggbb\""), ("#12345", 16, 0, "rgb as \"#rrggbb\""),
        ("#+12345", 16, 0, "rgb as \"#rrggbb\""), ("#12345é", 16, 0, "rgb as \"#rrggbb\""),
        ("#123456", 15, 0, "x256 as a number from 16 to 255"),
        ("#123456", 256, 0, "x256 as a number from 16 to 255"),
        ("#123456", 16, 16, "x16 as a number from 0 to 15 or \"default\""),
        ("#123456", 16, -1, "x16 as a number from 0 to 15 or \"default\""),
        ("", -1, 0, "rgb as \"#rrggbb\", and x256 as a number from 16 to 255"),
    ]

    @Test("a colour needs all its forms", arguments: colours)
    func colourMistake(rgb: String, x256: Int, x16: Int, sentence: String) {
        let palette = SampleTheme.table(
            "palette",
            [
                ("black", SampleTheme.colour("#000000", 16, 0)),
                ("white", SampleTheme.colour("#ffffff", 231, 15)),
                ("blue", SampleTheme.colour("#005f87", 24, 4)),
                ("odd", SampleTheme.colour(rgb, x256, x16)),
            ]
        )
        let problems = SampleTheme.problems(SampleTheme.source("dusk", [palette]))
        #expect(problems == ["The colour 'odd' needs \(sentence)."])
    }

    @Test("an empty file lacks everything that is needed")
    func empty() {
        let source = ThemeSource(name: "dusk", file: "dusk.toml", entries: [])
        #expect(
            SampleTheme.problems(source) == [
                "'schema' is missing.", "'name' is missing.", "'variant' is missing.",
                "The role 'text' needs a colour as its 'fg'.",
                "The role 'background' needs a colour as its 'bg'.",
            ]
        )
    }

    @Test("a problem says where it is")
    func place() {
        let entry = ThemeEntry(
            key: "x",
            value: .other,
            position: SourcePosition(line: 3, column: 7)
        )
        let error = #expect(throws: ThemeError.self) {
            try SampleTheme.build(SampleTheme.source("dusk", [entry]))
        }
        #expect(error?.description == "dusk.toml:3:7: 'x' means nothing in a theme.")
    }
}
