/// Checks whether a theme meets its guarantees.
///
/// Three things are checked. Text has enough contrast on every ground, in RGB and in xterm's
/// palette. Colours with opposite meanings are distinguishable for every kind of colour vision that
/// the theme supports. Important roles stand out without colours too. The screens, and no theme, see
/// to it that no colour is the only sign of its meaning.
///
/// Source: WCAG 2, 1.4.3, 1.4.6 and 1.4.11. The distance for colour-blind users and the
/// check of terminals without colours are our own.
package enum ThemeChecker {
    /// Minimum distance of two colours with opposite meanings, in CIE 1976 units.
    package static let neededDistance = 40.0
    /// Minimum contrast of lines, marks and disabled text.
    package static let neededNonTextContrast = 3.0

    /// Returns the guarantees that a theme does not meet; empty if there are none.
    package static func findings(in theme: Theme) -> [ThemeFinding] {
        var findings: [ThemeFinding] = []
        if theme.variant != .mono {
            findings += contrastFindings(theme)
            findings += ansiFindings(theme)
            findings += distanceFindings(theme)
        }
        findings += monoFindings(theme)
        return findings
    }

    // MARK: - Contrast

    private static let grounds: [StyleRole] = [
        .background, .surface, .overlay, .selection, .selectionInactive,
    ]
    private static let nonText: Set<StyleRole> = [
        .border, .borderFocus, .scrollbar, .textDisabled, .chart, .chart1, .chart2, .chart3,
        .chart4, .chartAxis,
    ]
    // Grounds carry no text of their own. Shadows and the grid lines of a chart may be faint.
    private static let exempt: Set<StyleRole> = [
        .background, .surface, .overlay, .shadow, .chartGrid,
    ]

    /// Returns the grounds to check for a role; one with its own ground looks the same everywhere.
    private static func grounds(of role: StyleRole, in theme: Theme) -> [StyleRole] {
        theme[role].background == nil ? grounds : [.background]
    }

    private static func contrastFindings(_ theme: Theme) -> [ThemeFinding] {
        let text = theme.contrast == .enhanced ? 7.0 : 4.5
        return StyleRole.allCases.filter { !exempt.contains($0) }.flatMap { role in
            let needed = nonText.contains(role) ? neededNonTextContrast : text
            return grounds(of: role, in: theme).flatMap { ground in
                contrastFindings(theme, role, ground, needed: needed)
            }
        } + bannerFindings(theme)
    }

    private static func contrastFindings(
        _ theme: Theme,
        _ role: StyleRole,
        _ ground: StyleRole,
        needed: Double
    ) -> [ThemeFinding] {
        let colours = theme.colours(of: role, on: ground)
        guard let letters = colours.foreground, let behind = colours.background else { return [] }
        return shortfalls(of: role, letters, behind, needed, ColourMeasure.contrast) {
            "'\(role.name)' on '\(ground.name)' has a contrast of \($0) in \($1), and needs "
                + "\(decimal(needed))."
        }
    }

    /// Checks that banners stand out as a whole, because they show the kind of session.
    private static func bannerFindings(_ theme: Theme) -> [ThemeFinding] {
        [StyleRole.bannerDemo, .bannerTraining, .bannerReadonly].flatMap { role -> [ThemeFinding] in
            guard let banner = theme[role].background, let ground = theme[.background].background
            else {
                return [
                    ThemeFinding(role: role, sentence: "'\(role.name)' needs a ground of its own.")
                ]
            }
            let needed = neededNonTextContrast
            return shortfalls(of: role, banner, ground, needed, ColourMeasure.contrast) {
                "The ground of '\(role.name)' has a contrast of \($0) to 'background' in \($1), "
                    + "and needs \(decimal(needed))."
            }
        }
    }

    /// Returns findings about two colours in RGB, and as xterm's palette shows them.
    ///
    /// The sentence is made of the measured value and the name of the form.
    private static func shortfalls(
        of role: StyleRole,
        _ one: Colour,
        _ other: Colour,
        _ needed: Double,
        _ measure: (RGB, RGB) -> Double,
        sentence: (String, String) -> String
    ) -> [ThemeFinding] {
        var forms = [(name: "rgb", one: one.rgb, other: other.rgb)]
        if let first = RGB(xterm: one.x256), let second = RGB(xterm: other.x256) {
            forms.append((name: "256 colours", one: first, other: second))
        }
        return forms.compactMap { form in
            let measured = measure(form.one, form.other)
            guard measured < needed else { return nil }
            let text = sentence(decimal(measured), form.name)
            return ThemeFinding(role: role, measured: measured, needed: needed, sentence: text)
        }
    }

    // MARK: - The colours of ANSI

    // Users choose the shades of the ANSI colours, so only equality can be checked.
    private static func ansiFindings(_ theme: Theme) -> [ThemeFinding] {
        StyleRole.allCases.filter { !exempt.contains($0) }.flatMap { role in
            grounds(of: role, in: theme).compactMap { ground in
                let colours = theme.colours(of: role, on: ground)
                guard let letters = colours.foreground, let behind = colours.background?.x16 else {
                    return nil
                }
                guard let shade = letters.x16 else {
                    return ThemeFinding(
                        role: role,
                        sentence: "'\(role.name)' on '\(ground.name)' is the terminal's default "
                            + "colour on colour \(behind) in 16 colours, which may be the same."
                    )
                }
                guard shade % 8 == behind % 8 else { return nil }
                return ThemeFinding(
                    role: role,
                    sentence: "'\(role.name)' on '\(ground.name)' is colour \(shade) on colour "
                        + "\(behind) in 16 colours, which are the same in 8."
                )
            }
        }
    }

    // MARK: - Colour vision

    private static let opposites: [(StyleRole, StyleRole)] = [
        (.amountPositive, .amountNegative), (.statusOk, .statusError),
        (.syncOnline, .syncConflict),
    ]

    private static func distanceFindings(_ theme: Theme) -> [ThemeFinding] {
        let visions: [Theme.ColourVision?] = [nil] + theme.colourVision.map { $0 }
        return opposites.flatMap { one, other -> [ThemeFinding] in
            guard let first = theme.colours(of: one).foreground,
                let second = theme.colours(of: other).foreground
            else { return [] }
            return visions.flatMap { vision in
                let whom = vision.map { "with \($0.rawValue) vision" } ?? "with usual vision"
                return shortfalls(of: one, first, second, neededDistance) {
                    ColourMeasure.distance($0, $1, for: vision)
                } sentence: {
                    "'\(one.name)' and '\(other.name)' are \($0) apart \(whom) in \($1), and need "
                        + "\(decimal(neededDistance))."
                }
            }
        }
    }

    // MARK: - Without colours

    private static func monoFindings(_ theme: Theme) -> [ThemeFinding] {
        let outstanding: [StyleRole] = [
            .selection, .cursor, .fieldFocus, .buttonFocus, .fieldInvalid, .statusError,
            .textSuspect, .match, .bannerDemo,
        ]
        let plain = theme[.text].mono
        var findings = outstanding.filter { theme[$0].mono == plain }.map { role in
            ThemeFinding(
                role: role,
                sentence: "'\(role.name)' looks like 'text' without colours: give it a 'mono'."
            )
        }
        for (focused, other) in [(StyleRole.fieldFocus, StyleRole.field), (.buttonFocus, .button)]
        where theme[focused].mono == theme[other].mono {
            findings.append(
                ThemeFinding(
                    role: focused,
                    sentence: "'\(focused.name)' looks like '\(other.name)' without colours."
                )
            )
        }
        return findings
    }

    /// Formats a number with one decimal, rounded down so that 4.49 is not shown as 4.5.
    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded(.down))
        return "\(tenths / 10).\(tenths % 10)"
    }
}
