extension Theme {
    /// Built-in theme without colours, used if `NO_COLOR` is set or no theme can be read.
    public static let plain = Theme(
        name: "plain",
        variant: .mono,
        rules: [
            .text: Rule(),
            .textHeading: Rule(mono: .bold),
            .textDisabled: Rule(mono: .dim),
            .textSuspect: Rule(mono: [.underline, .bold]),
            .borderFocus: Rule(mono: .bold),
            .amountNegative: Rule(mono: .bold),
            .balanceOverdrawn: Rule(mono: .bold),
            .statusError: Rule(mono: [.bold, .underline]),
            .statusWarning: Rule(mono: .bold),
            .syncConflict: Rule(mono: [.bold, .underline]),
            .accent: Rule(mono: .bold),
            .selection: Rule(mono: .reverse),
            .selectionInactive: Rule(mono: .underline),
            .cursor: Rule(mono: .reverse),
            .marked: Rule(mono: .bold),
            .match: Rule(mono: .underline),
            .key: Rule(mono: .bold),
            .field: Rule(mono: .underline),
            .fieldFocus: Rule(mono: .reverse),
            .fieldInvalid: Rule(mono: [.underline, .bold]),
            .buttonFocus: Rule(mono: .reverse),
            .buttonDanger: Rule(mono: .bold),
            .bar: Rule(mono: .reverse),
            .barHint: Rule(),
            .crumbActive: Rule(mono: .bold),
            .toast: Rule(mono: .reverse),
            .banner: Rule(mono: [.reverse, .bold]),
        ],
        glyphs: [:]
    )
}
