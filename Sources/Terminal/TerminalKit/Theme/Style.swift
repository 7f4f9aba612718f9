/// How many colours a terminal shows.
public enum ColourDepth: Hashable, Sendable, CaseIterable {
    /// None: bold, underline and reverse only.
    case mono
    /// The eight of ANSI; bold stands for the bright ones.
    case c8
    /// The eight of ANSI and their bright forms.
    case c16
    /// xterm's palette.
    case c256
    /// Any colour, told by its red, green and blue: there a place in a palette is another colour.
    case direct

    /// The depth for a terminal's number of colours.
    ///
    /// - Parameters:
    ///   - colours: What terminfo says; zero or less means none.
    ///   - isDirect: Whether terminfo says that colours are told by their channels.
    public init(colours: Int, isDirect: Bool = false) {
        self =
            switch colours {
            case 8... where isDirect: colours >= Self.directColourCount ? .direct : .c8
            case 256...: .c256
            case 16...: .c16
            case 8...: .c8
            default: .mono
            }
    }

    /// The colours of eight bits a channel.
    ///
    /// With fewer bits our colours would not be what is meant, but the first eight are those of ANSI
    /// on every such terminal.
    private static let directColourCount = 1 << 24
}

/// A colour as a terminal is told it.
public enum TerminalColour: Hashable, Sendable {
    /// The terminal's own.
    case standard
    /// An entry of its palette.
    case index(UInt8)
    /// The colour itself; on a terminal of ``ColourDepth/direct`` alone.
    case direct(RGB)
}

/// How a cell is drawn on a terminal of a given depth.
public struct Style: Hashable, Sendable {
    /// What the letters carry beside their colour.
    ///
    /// There is no blinking.
    public struct Attributes: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Makes a set from bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Heavier, or brighter.
        public static let bold = Attributes(rawValue: 1)
        /// A line below.
        public static let underline = Attributes(rawValue: 2)
        /// Letters and ground exchanged.
        public static let reverse = Attributes(rawValue: 4)
        /// Fainter; for terminals without colours only.
        public static let dim = Attributes(rawValue: 8)
    }

    /// The colour of the letters.
    public var foreground: TerminalColour
    /// The colour behind them.
    public var background: TerminalColour
    /// What they carry beside.
    public var attributes: Attributes

    /// Makes a style; the terminal's own colours and no attributes unless given.
    public init(
        foreground: TerminalColour = .standard,
        background: TerminalColour = .standard,
        attributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}
