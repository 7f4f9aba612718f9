import Testing

@testable import TerminalKit

// Goal: the checker finds every broken promise, with figures, and nothing else.
// Method: a theme that keeps its promises, and one change a case that breaks one.

@Suite("Theme checker")
struct ThemeCheckerTests {
    static func colour(_ x256: UInt8, _ x16: UInt8?) -> Colour {
        Colour(rgb: RGB(xterm: x256) ?? RGB(red: 0, green: 0, blue: 0), x256: x256, x16: x16)
    }

    static let white = colour(231, 15)
    static let black = colour(16, 0)
    static let teal = colour(80, 6)
    static let orange = colour(209, 3)
    static let green = colour(114, 2)
    static let red = colour(210, 1)
    static let blue = colour(24, 4)
    static let yellow = colour(221, 11)

    static let rules: [StyleRole: Theme.Rule] = [
        .background: Theme.Rule(background: black),
        .text: Theme.Rule(foreground: white),
        .textSuspect: Theme.Rule(foreground: white, mono: .underline),
        .match: Theme.Rule(foreground: white, mono: .underline),
        .selection: Theme.Rule(foreground: white, background: blue, mono: .reverse),
        .cursor: Theme.Rule(foreground: white, background: blue, mono: .reverse),
        .fieldFocus: Theme.Rule(foreground: white, background: blue, mono: .reverse),
        .fieldInvalid: Theme.Rule(foreground: white, mono: .bold),
        .buttonFocus: Theme.Rule(foreground: white, background: blue, mono: .reverse),
        .statusOk: Theme.Rule(foreground: teal),
        .statusError: Theme.Rule(foreground: orange, mono: .bold),
        .syncOnline: Theme.Rule(foreground: teal),
        .syncConflict: Theme.Rule(foreground: orange),
        .amountPositive: Theme.Rule(foreground: teal),
        .amountNegative: Theme.Rule(foreground: orange),
        .banner: Theme.Rule(foreground: black, background: yellow, mono: .reverse),
    ]

    static func findings(
        _ changes: [StyleRole: Theme.Rule] = [:],
        contrast: Theme.Contrast = .normal
    ) -> [ThemeFinding] {
        let theme = Theme(
            name: "test",
            variant: .dark,
            contrast: contrast,
            colourVision: Theme.ColourVision.allCases,
            rules: rules.merging(changes) { $1 }
        )
        return ThemeChecker.findings(in: theme)
    }

    @Test("a theme that keeps its promises has no findings")
    func clean() {
        #expect(Self.findings().map(\.sentence) == [])
    }

    @Test("faint letters are found on every ground, as meant and in 256 colours")
    func faint() {
        let findings = Self.findings([.textMuted: Theme.Rule(foreground: Self.colour(240, 8))])
        let sentences = findings.map(\.sentence)
        #expect(
            sentences.contains(
                "'text.muted' on 'background' has a contrast of 2.9 in rgb, and needs 4.5."
            )
        )
        #expect(
            sentences.contains(
                "'text.muted' on 'background' has a contrast of 2.9 in 256 colours, and needs 4.5."
            )
        )
        #expect(findings.filter { $0.measured != nil }.allSatisfy { $0.role == .textMuted })
        #expect(findings.first?.needed == 4.5)
    }

    @Test("a colour that 256 colours show otherwise is found there")
    func nearestColour() {
        var muted = Self.colour(250, 7)
        muted.x256 = 238
        let sentences = Self.findings([.textMuted: Theme.Rule(foreground: muted)]).map(\.sentence)
        #expect(sentences.allSatisfy { $0.contains("in 256 colours") })
        #expect(!sentences.isEmpty)
    }

    @Test("a theme that promises more is held to more")
    func enhanced() {
        let muted: [StyleRole: Theme.Rule] = [
            .textMuted: Theme.Rule(foreground: Self.colour(245, 7))
        ]
        #expect(Self.findings(muted).isEmpty)
        let findings = Self.findings(muted, contrast: .enhanced)
        #expect(findings.contains { $0.role == .textMuted && $0.needed == 7 })
    }

    @Test("a line needs three to one")
    func lines() {
        #expect(Self.findings([.border: Theme.Rule(foreground: Self.colour(241, 7))]).isEmpty)
        let findings = Self.findings([.border: Theme.Rule(foreground: Self.colour(238, 7))])
        #expect(findings.first?.needed == 3)
        #expect(findings.first?.role == .border)
    }

    @Test("faint letters on a ground that a role brings along are found")
    func ownGround() {
        let rule = Theme.Rule(foreground: Self.white, background: Self.yellow, mono: .reverse)
        let findings = Self.findings([.selection: rule])
        #expect(findings.contains { $0.role == .selection && ($0.measured ?? 9) < 2 })
    }

    @Test("green and red are found to be one colour to some")
    func opposites() {
        let findings = Self.findings([
            .amountPositive: Theme.Rule(foreground: Self.green),
            .amountNegative: Theme.Rule(foreground: Self.red),
        ])
        #expect(findings.allSatisfy { $0.role == .amountPositive && $0.needed == 40 })
        let sentences = findings.map(\.sentence)
        #expect(
            sentences.contains { sentence in
                sentence.hasPrefix("'amount.positive' and 'amount.negative' are ")
                    && sentence.contains("with deutan vision")
            }
        )
        #expect(!sentences.contains { $0.contains("with usual vision") })
    }

    @Test("what does not stand out without colours is found")
    func mono() {
        let selection = Theme.Rule(foreground: Self.white, background: Self.blue)
        #expect(
            Self.findings([.selection: selection]).map(\.sentence) == [
                "'selection' looks like 'text' without colours: give it a 'mono'."
            ]
        )
        let field = Theme.Rule(mono: .reverse)
        #expect(
            Self.findings([.field: field]).map(\.sentence) == [
                "'field.focus' looks like 'field' without colours."
            ]
        )
    }

    @Test("letters that are their ground in 8 colours are found")
    func ansi() {
        let rule = Theme.Rule(
            foreground: Self.colour(231, 12),
            background: Self.blue,
            mono: .reverse
        )
        #expect(
            Self.findings([.cursor: rule]).map(\.sentence).suffix(1) == [
                "'cursor' on 'background' is colour 12 on colour 4 in 16 colours, which are the "
                    + "same in 8."
            ]
        )
        let unknown = Theme.Rule(
            foreground: Self.colour(231, nil),
            background: Self.blue,
            mono: .reverse
        )
        #expect(
            Self.findings([.cursor: unknown]).map(\.sentence) == [
                "'cursor' on 'background' is the terminal's default colour on colour 4 in 16 "
                    + "colours, which may be the same."
            ]
        )
    }

    @Test("a banner that does not show as one is found")
    func banner() {
        let faint = Theme.Rule(
            foreground: Self.white,
            background: Self.colour(236, 4),
            mono: .reverse
        )
        let findings = Self.findings([.bannerDemo: faint])
        #expect(findings.allSatisfy { $0.role == .bannerDemo && $0.needed == 3 })
        #expect(findings.count == 2)
        let none = Theme.Rule(foreground: Self.white, mono: .reverse)
        #expect(
            Self.findings([.bannerDemo: none]).map(\.sentence) == [
                "'banner.demo' needs a ground of its own."
            ]
        )
    }
}
