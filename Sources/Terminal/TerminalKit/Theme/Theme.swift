/// How every role looks, at every depth of colour.
///
/// A theme is made by ``ThemeBuilder`` from a file; ``plain`` is there without one.
public struct Theme: Hashable, Sendable {
    /// What ground a theme is made for.
    public enum Variant: String, Hashable, Sendable, CaseIterable {
        /// Light letters on a dark ground.
        case dark
        /// Dark letters on a light ground.
        case light
        /// No colours at all, whatever the terminal can do.
        case mono
    }

    /// The contrast that a theme promises.
    ///
    /// Source: WCAG 2, 1.4.3 and 1.4.6.
    public enum Contrast: String, Hashable, Sendable, CaseIterable {
        /// Text 4.5 to 1.
        case normal = "AA"
        /// Text 7 to 1.
        case enhanced = "AAA"
    }

    /// A kind of colour vision that a theme promises to serve.
    public enum ColourVision: String, Hashable, Sendable, CaseIterable {
        /// Without the cones for red.
        case protan
        /// Without the cones for green.
        case deutan
        /// Without the cones for blue.
        case tritan
    }

    /// What sessions a theme is made for.
    public enum Purpose: String, Hashable, Sendable, CaseIterable {
        /// Real money. Such a theme may be used in a demo too, under the demo's banner.
        case live
        /// Money that is not real; see ``Theme/suits(_:)``.
        case demo
    }

    /// What a theme says about one role.
    public struct Rule: Hashable, Sendable {
        /// The colour of the letters, where the role has its own.
        public var foreground: Colour?
        /// The colour behind them, where the role has its own.
        public var background: Colour?
        /// What the letters carry where there are colours.
        public var attributes: Style.Attributes
        /// What they carry where there are none.
        public var mono: Style.Attributes

        /// Makes a rule.
        public init(
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

    /// Its name, by which people choose it.
    public let name: String
    /// The ground it is made for.
    public let variant: Variant
    /// The contrast it promises.
    public let contrast: Contrast
    /// The kinds of colour vision it promises to serve.
    public let colourVision: [ColourVision]
    /// The sessions it is made for.
    public let purpose: Purpose
    /// The rule of each role in the order of ``Role/allCases``, parents already asked.
    private let rules: [Rule]
    /// The glyph of each role in the same order, where it has one.
    private let glyphs: [Glyph?]

    /// Makes a theme of what is said about single roles; parents fill the gaps.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - variant: The ground it is made for.
    ///   - contrast: The contrast it promises.
    ///   - colourVision: The kinds of colour vision it promises to serve.
    ///   - purpose: The sessions it is made for.
    ///   - rules: What is said about single roles.
    ///   - glyphs: The marks and words of single roles.
    public init(
        name: String,
        variant: Variant,
        contrast: Contrast = .normal,
        colourVision: [ColourVision] = [],
        purpose: Purpose = .live,
        rules: [Role: Rule],
        glyphs: [Role: Glyph]
    ) {
        self.name = name
        self.variant = variant
        self.contrast = contrast
        self.colourVision = colourVision
        self.purpose = purpose
        self.rules = Role.allCases.map { role in
            var asked: Role? = role
            while let current = asked {
                if let rule = rules[current] { return rule }
                asked = current.parent
            }
            return Rule()
        }
        self.glyphs = Role.allCases.map { glyphs[$0] }
    }

    /// Whether the theme may be used in a session of a kind.
    ///
    /// A demo may look like anything, since its banner stays; real money never looks like a demo.
    public func suits(_ session: Purpose) -> Bool {
        purpose == .live || session == .demo
    }

    /// What the theme says about a role, or about the nearest parent that it names.
    public subscript(role: Role) -> Rule { rules[Int(role.rawValue)] }

    /// The mark and word of a role, where the theme gives it one.
    public func glyph(for role: Role) -> Glyph? { glyphs[Int(role.rawValue)] }

    /// The colours of a role on a ground, before a depth is chosen; nil is the terminal's own.
    ///
    /// A ground that has a colour for letters of its own, such as a selected row, gives it to all
    /// that stands on it: what was told by colour is told there by sign, mark and word.
    public func colours(
        of role: Role,
        on ground: Role = .background
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

    /// How a role is drawn on a ground.
    ///
    /// - Parameters:
    ///   - role: What is drawn.
    ///   - ground: What it stands on, such as ``Role/selection`` for a cell of the selected row.
    ///   - depth: The colours that the terminal has.
    /// - Returns: Colours and attributes for a terminal of that depth.
    public func style(
        for role: Role,
        on ground: Role = .background,
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
