import TerminalKit

/// A theme with enough colours to see that they arrive.
enum ProbeTheme {
    /// A dark background, a blue selection, and amounts in teal.
    static let dark = Theme(
        name: "probe",
        variant: .dark,
        rules: [
            .background: Theme.Rule(background: colour(234, 0x1C1C1C, nil)),
            .text: Theme.Rule(foreground: colour(253, 0xDADADA, 7)),
            .textMuted: Theme.Rule(foreground: colour(248, 0xA8A8A8, 7)),
            .amount: Theme.Rule(foreground: colour(80, 0x5FD7D7, 6)),
            .selection: Theme.Rule(
                foreground: colour(231, 0xFFFFFF, 15),
                background: colour(24, 0x005F87, 4),
                mono: .reverse
            ),
            .bar: Theme.Rule(
                foreground: colour(253, 0xDADADA, 7),
                background: colour(236, 0x303030, 0),
                mono: .reverse
            ),
        ]
    )

    private static func colour(_ x256: UInt8, _ value: UInt32, _ x16: UInt8?) -> Colour {
        Colour(rgb: RGB(value), x256: x256, x16: x16)
    }
}
