import Testing

@testable import TerminalKit

// Goal: contrast and distance are what the sources say.
// Method: figures that others published, and the palettes that our themes were measured with.

@Suite("Colour measures")
struct ColourMeasureTests {
    static func rgb(_ hex: String) throws -> RGB { try #require(RGB(hex: hex)) }

    @Test(
        "contrast is that of WCAG",
        arguments: [
            ("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54),
            ("#ff0000", "#ffffff", 3.998), ("#0000ff", "#ffffff", 8.59),
            ("#005f87", "#ffffff", 7.03),
        ]
    )
    func contrast(one: String, other: String, expected: Double) throws {
        let measured = ColourMeasure.contrast(try Self.rgb(one), try Self.rgb(other))
        #expect(abs(measured - expected) < 0.01)
        let turned = ColourMeasure.contrast(try Self.rgb(other), try Self.rgb(one))
        #expect(measured == turned)
    }

    @Test("distance is that of CIE 1976")
    func distance() throws {
        let black = try Self.rgb("#000000")
        let white = try Self.rgb("#ffffff")
        #expect(abs(ColourMeasure.distance(black, white, for: nil) - 100) < 0.1)
        #expect(ColourMeasure.distance(white, white, for: .deutan) == 0)
        let red = ColourMeasure.distance(try Self.rgb("#ff0000"), try Self.rgb("#00ff00"), for: nil)
        #expect(abs(red - 170.6) < 0.5)
    }

    @Test("pale green and pale red are nearly one to deuteranopes; teal and orange are not")
    func vision() throws {
        let green = try Self.rgb("#87d787")
        let red = try Self.rgb("#ff8787")
        let usual = ColourMeasure.distance(green, red, for: nil)
        let deutan = ColourMeasure.distance(green, red, for: .deutan)
        #expect(usual > 80)
        #expect(deutan < 12)
        let teal = try Self.rgb("#5fd7d7")
        let orange = try Self.rgb("#ff875f")
        for vision in Theme.ColourVision.allCases {
            #expect(ColourMeasure.distance(teal, orange, for: vision) > 40)
        }
    }

    @Test("greys stay grey for everybody", arguments: Theme.ColourVision.allCases)
    func greys(vision: Theme.ColourVision) throws {
        let one = try Self.rgb("#404040")
        let other = try Self.rgb("#c0c0c0")
        let usual = ColourMeasure.distance(one, other, for: nil)
        #expect(abs(ColourMeasure.distance(one, other, for: vision) - usual) < 0.1)
    }

    @Test("xterm's palette is the cube and the greys, and nothing of the user's own")
    func xterm() throws {
        #expect(RGB(xterm: 15) == nil)
        #expect(RGB(xterm: 16) == RGB(red: 0, green: 0, blue: 0))
        #expect(RGB(xterm: 80) == RGB(red: 0x5F, green: 0xD7, blue: 0xD7))
        #expect(RGB(xterm: 231) == RGB(red: 255, green: 255, blue: 255))
        #expect(RGB(xterm: 232) == RGB(red: 8, green: 8, blue: 8))
        #expect(RGB(xterm: 255) == RGB(red: 0xEE, green: 0xEE, blue: 0xEE))
    }
}
