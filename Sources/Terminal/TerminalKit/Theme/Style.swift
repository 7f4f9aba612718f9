/// Number of colours that a terminal supports.
package enum ColourDepth: Hashable, Sendable, CaseIterable {
    /// No colours: bold, underline and reverse only.
    case mono
    /// The eight ANSI colours, of which bold replaces the bright ones.
    case c8
    /// The eight ANSI colours and their bright forms.
    case c16
    /// The xterm palette of 256 colours.
    case c256
    /// Direct colour: any colour, given by red, green and blue.
    ///
    /// On such a terminal a palette index would be interpreted as another colour.
    case direct

    /// Creates the depth for terminfo's number of colours, which may be given by their channels.
    package init(colours: Int, isDirect: Bool = false) {
        self =
            switch colours {
            case 8... where isDirect: colours >= Self.directColourCount ? .direct : .c8
            case 256...: .c256
            case 16...: .c16
            case 8...: .c8
            default: .mono
            }
    }

    /// Number of colours with eight bits per channel.
    ///
    /// With fewer bits our colours would be rendered differently, but the first eight are the ANSI
    /// colours on every such terminal.
    private static let directColourCount = 1 << 24
}

/// Colour in the form sent to a terminal.
package enum TerminalColour: Hashable, Sendable {
    /// The terminal's default colour.
    case standard
    /// An entry of the terminal's palette.
    case index(UInt8)
    /// An RGB value, only for terminals of ``ColourDepth/direct``.
    case direct(RGB)
}

/// Style of a cell for a terminal of a given colour depth.
package struct Style: Hashable, Sendable {
    /// Text attributes in addition to the colours; blinking is not supported.
    package struct Attributes: OptionSet, Hashable, Sendable {
        /// The bits of the set.
        package let rawValue: UInt8

        /// Creates a set from its bits.
        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Bold text, or brighter text on some terminals.
        package static let bold = Attributes(rawValue: 1)
        /// A line under the text.
        package static let underline = Attributes(rawValue: 2)
        /// Foreground and background colours exchanged.
        package static let reverse = Attributes(rawValue: 4)
        /// Fainter text, only for terminals without colours.
        package static let dim = Attributes(rawValue: 8)
    }

    /// Colour of the text.
    package var foreground = TerminalColour.standard
    /// Colour behind the text.
    package var background = TerminalColour.standard
    /// Text attributes in addition to the colours.
    package var attributes: Attributes = []
}
