import Testing

@testable import TerminalKit

// Goal: a role looks right at every depth of colour and on every ground.
// Method: a small theme, one question a test.

@Suite("Theme styles")
struct ThemeStyleTests {
    static func colour(_ x256: UInt8, _ x16: UInt8?) -> Colour {
        Colour(rgb: RGB(xterm: x256) ?? RGB(red: 0, green: 0, blue: 0), x256: x256, x16: x16)
    }

    static func theme(_ variant: Theme.Variant = .dark) -> Theme {
        Theme(
            name: "test",
            variant: variant,
            rules: [
                .background: Theme.Rule(background: colour(234, nil)),
                .surface: Theme.Rule(background: colour(236, nil)),
                .text: Theme.Rule(foreground: colour(253, nil)),
                .amountNegative: Theme.Rule(
                    foreground: colour(209, 11),
                    attributes: .underline,
                    mono: .bold
                ),
                .selection: Theme.Rule(
                    foreground: colour(231, 15),
                    background: colour(24, 12),
                    mono: .reverse
                ),
                .field: Theme.Rule(background: colour(24, 4)),
            ]
        )
    }

    @Test("a role keeps its colour at every depth")
    func depths() {
        let styles = ColourDepth.allCases.map { depth in
            Self.theme().style(for: .amountNegative, depth: depth)
        }
        #expect(
            styles == [
                Style(attributes: .bold),
                Style(foreground: .index(3), attributes: [.underline, .bold]),
                Style(foreground: .index(11), attributes: .underline),
                Style(
                    foreground: .index(209),
                    background: .index(234),
                    attributes: .underline
                ),
                Style(
                    foreground: .direct(Self.colour(209, nil).rgb),
                    background: .direct(Self.colour(234, nil).rgb),
                    attributes: .underline
                ),
            ]
        )
    }

    @Test("what stands on a selected row has its colours, and keeps what it carries beside")
    func selection() {
        let style = Self.theme().style(for: .amountNegative, on: .selection, depth: .c256)
        #expect(
            style
                == Style(foreground: .index(231), background: .index(24), attributes: .underline)
        )
        let mono = Self.theme().style(for: .amountNegative, on: .selection, depth: .mono)
        #expect(mono == Style(attributes: [.bold, .reverse]))
    }

    @Test("what stands on a surface keeps its own colour")
    func surface() {
        let style = Self.theme().style(for: .amountNegative, on: .surface, depth: .c256)
        #expect(style.foreground == .index(209))
        #expect(style.background == .index(236))
    }

    @Test("a role with a ground of its own has it everywhere, with the letters of text")
    func ownGround() {
        let style = Self.theme().style(for: .field, on: .selection, depth: .c256)
        #expect(style.foreground == .index(253))
        #expect(style.background == .index(24))
    }

    @Test("a bright ground is a plain one where there are eight colours")
    func brightGround() {
        let style = Self.theme().style(for: .selection, depth: .c8)
        #expect(style.background == .index(4))
        #expect(style.foreground == .index(7))
        #expect(style.attributes == .bold)
    }

    @Test("a theme without colours has none at any depth", arguments: ColourDepth.allCases)
    func mono(depth: ColourDepth) {
        let theme = Self.theme(.mono)
        let styles = StyleRole.allCases.map { theme.style(for: $0, on: .selection, depth: depth) }
        #expect(styles.filter { $0.foreground != .standard || $0.background != .standard } == [])
    }

    @Test(
        "the number of colours decides the depth",
        arguments: [
            (-1, .mono), (0, .mono), (2, .mono), (8, .c8), (15, .c8), (16, .c16), (88, .c16),
            (256, .c256), (16_777_216, .c256),
        ] as [(Int, ColourDepth)]
    )
    func depth(colours: Int, depth: ColourDepth) {
        #expect(ColourDepth(colours: colours) == depth)
    }

    @Test(
        "a terminal that is told channels is sent no place in a palette beyond ANSI's eight",
        arguments: [
            (16_777_216, .direct), (32_768, .c8), (256, .c8), (8, .c8), (2, .mono), (-1, .mono),
        ] as [(Int, ColourDepth)]
    )
    func directDepth(colours: Int, depth: ColourDepth) {
        #expect(ColourDepth(colours: colours, isDirect: true) == depth)
    }
}
