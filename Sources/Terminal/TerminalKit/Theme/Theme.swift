/// Appearance of every role at every colour depth, built by ``ThemeBuilder`` from a file.
package struct Theme: Hashable, Sendable {
    /// Background for which a theme is designed.
    package enum Variant: String, Hashable, Sendable, CaseIterable {
        /// Light text on a dark background.
        case dark
        /// Dark text on a light background.
        case light
        /// No colours, even if the terminal supports them.
        case mono
    }

    /// Contrast level that a theme guarantees, of WCAG 2, 1.4.3 and 1.4.6.
    package enum Contrast: String, Hashable, Sendable, CaseIterable {
        /// A text contrast of at least 4.5 to 1.
        case normal = "AA"
        /// A text contrast of at least 7 to 1.
        case enhanced = "AAA"
    }

    /// Kind of colour vision deficiency that a theme supports.
    package enum ColourVision: String, Hashable, Sendable, CaseIterable {
        /// Vision without the cones for red.
        case protan
        /// Vision without the cones for green.
        case deutan
        /// Vision without the cones for blue.
        case tritan
    }

    /// Kind of session for which a theme is designed.
    package enum Purpose: String, Hashable, Sendable, CaseIterable {
        /// Real money; such a theme may be used in a demo too, under the demo's banner.
        case live
        /// Money that is not real; see ``Theme/suits(_:)``.
        case demo
    }

    /// Style that a theme defines for one role.
    package struct Rule: Hashable, Sendable {
        /// Text colour; nil if the role has none of its own.
        package var foreground: Colour?
        /// Background colour; nil if the role has none of its own.
        package var background: Colour?
        /// Text attributes on terminals with colours.
        package var attributes: Style.Attributes
        /// Text attributes on terminals without colours.
        package var mono: Style.Attributes

        /// Creates a rule from colours and attributes.
        package init(
            foreground: Colour? = nil,
            background: Colour? = nil,
            attributes: Style.Attributes = [],
            mono: Style.Attributes = []
        ) {
            self.foreground = foreground
            self.background = background
            self.attributes = attributes
            self.mono = mono
        }
    }

    /// Name by which users choose the theme.
    package let name: String
    /// Background for which the theme is designed.
    package let variant: Variant
    /// Contrast level that the theme guarantees.
    package let contrast: Contrast
    /// Kinds of colour vision deficiency that the theme supports.
    package let colourVision: [ColourVision]
    /// Kind of session for which the theme is designed.
    package let purpose: Purpose
    /// Rule of each role in the order of ``StyleRole/allCases``, with parents already resolved.
    private let rules: [Rule]

    /// Creates a theme from the rules of single roles, and fills the gaps from their parents.
    package init(
        name: String,
        variant: Variant,
        contrast: Contrast = .normal,
        colourVision: [ColourVision] = [],
        purpose: Purpose = .live,
        rules: [StyleRole: Rule]
    ) {
        self.name = name
        self.variant = variant
        self.contrast = contrast
        self.colourVision = colourVision
        self.purpose = purpose
        self.rules = StyleRole.allCases.map { role in
            var asked: StyleRole? = role
            while let current = asked {
                if let rule = rules[current] { return rule }
                asked = current.parent
            }
            return Rule()
        }
    }

    /// Returns true if the theme may be used in a session of the given kind.
    ///
    /// A demo may use any theme, since its banner is always shown. Real money is never shown in a
    /// theme made for demos.
    package func suits(_ session: Purpose) -> Bool {
        purpose == .live || session == .demo
    }

    /// The rule of a role, or of its nearest parent that the theme defines.
    package subscript(role: StyleRole) -> Rule { rules[Int(role.rawValue)] }

    /// Returns the colours of a role on a ground, independent of the depth.
    ///
    /// Nil stands for the terminal's default colour. If the ground has a text colour of its own,
    /// such as a selected row, that colour applies to all text on it. There, signs, marks and words
    /// convey what colour conveys elsewhere.
    package func colours(
        of role: StyleRole,
        on ground: StyleRole = .background
    ) -> (foreground: Colour?, background: Colour?) {
        let rule = self[role]
        let under = self[ground]
        if rule.background != nil || ground == .background || ground == .surface {
            return (
                rule.foreground ?? self[.text].foreground,
                rule.background ?? under.background ?? self[.background].background
            )
        }
        return (
            under.foreground ?? rule.foreground ?? self[.text].foreground,
            under.background ?? self[.background].background
        )
    }

    /// Returns the style of a role on a ground, such as ``StyleRole/selection`` in the selected row.
    package func style(
        for role: StyleRole,
        on ground: StyleRole = .background,
        depth: ColourDepth
    ) -> Style {
        let depth = variant == .mono ? .mono : depth
        let rule = self[role]
        let under = self[ground]
        guard depth != .mono else {
            return Style(attributes: rule.mono.union(under.mono))
        }
        let colours = colours(of: role, on: ground)
        var attributes = rule.attributes.union(under.attributes)
        if depth == .c8, let bright = colours.foreground?.x16, bright >= 8 {
            attributes.insert(.bold)
        }
        return Style(
            foreground: Self.terminalColour(colours.foreground, depth),
            background: Self.terminalColour(colours.background, depth),
            attributes: attributes
        )
    }

    private static func terminalColour(_ colour: Colour?, _ depth: ColourDepth) -> TerminalColour {
        guard let colour else { return .standard }
        return switch depth {
        case .mono: .standard
        case .c8: colour.x16.map { .index($0 % 8) } ?? .standard
        case .c16: colour.x16.map { .index($0) } ?? .standard
        case .c256: .index(colour.x256)
        case .direct: .direct(colour.rgb)
        }
    }
}
