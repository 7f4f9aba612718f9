/// RGB colour with eight bits per channel.
package struct RGB: Hashable, Sendable {
    /// Red channel, 0 to 255.
    package var red: UInt8
    /// Green channel, 0 to 255.
    package var green: UInt8
    /// Blue channel, 0 to 255.
    package var blue: UInt8
}

extension RGB {
    /// Creates a colour from its number `0xRRGGBB`.
    package init(_ value: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: value >> 16),
            green: UInt8(truncatingIfNeeded: value >> 8),
            blue: UInt8(truncatingIfNeeded: value)
        )
    }

    /// Parses a colour of the form `#rrggbb`; returns nil for anything else.
    package init?(hex: String) {
        let digits = hex.utf8.dropFirst()
        guard hex.utf8.first == UInt8(ascii: "#"), digits.count == 6,
            digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let value = UInt32(hex.dropFirst(), radix: 16)
        else { return nil }
        self.init(value)
    }

    /// Creates a colour of xterm's palette; nil for 0 to 15, which users often change.
    package init?(xterm index: UInt8) {
        switch index {
        case 0..<16:
            return nil
        case 16..<232:
            let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
            let cube = Int(index) - 16
            self.init(
                red: levels[cube / 36],
                green: levels[cube / 6 % 6],
                blue: levels[cube % 6]
            )
        default:
            let grey = 8 + 10 * (index - 232)
            self.init(red: grey, green: grey, blue: grey)
        }
    }
}

/// Colour of a theme, given for each colour depth of terminals.
package struct Colour: Hashable, Sendable {
    /// The intended colour as RGB.
    package var rgb: RGB
    /// Index in xterm's palette of 256.
    package var x256: UInt8
    /// Index among the 16 ANSI colours; nil for the terminal's default colour.
    package var x16: UInt8?

    /// Creates a colour from its value for each depth.
    package init(rgb: RGB, x256: UInt8, x16: UInt8?) {
        self.rgb = rgb
        self.x256 = x256
        self.x16 = x16
    }
}
