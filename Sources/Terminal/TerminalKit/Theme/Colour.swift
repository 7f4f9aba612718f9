/// A colour with eight bits a channel.
public struct RGB: Hashable, Sendable {
    /// Red, 0 to 255.
    public var red: UInt8
    /// Green, 0 to 255.
    public var green: UInt8
    /// Blue, 0 to 255.
    public var blue: UInt8

    /// Makes a colour of its channels.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#rrggbb`; nil for anything else.
    public init?(hex: String) {
        let digits = hex.utf8.dropFirst()
        guard hex.utf8.first == UInt8(ascii: "#"), digits.count == 6,
            digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let value = UInt32(hex.dropFirst(), radix: 16)
        else { return nil }
        self.init(
            red: UInt8(truncatingIfNeeded: value >> 16),
            green: UInt8(truncatingIfNeeded: value >> 8),
            blue: UInt8(truncatingIfNeeded: value)
        )
    }

    /// The colour of an entry of xterm's palette of 256.
    ///
    /// - Returns: nil for 0 to 15, which every terminal and many users set as they like.
    public init?(xterm index: UInt8) {
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

/// A colour of a theme, given for each depth that a terminal may have.
public struct Colour: Hashable, Sendable {
    /// What is meant.
    public var rgb: RGB
    /// The entry in xterm's palette of 256.
    public var x256: UInt8
    /// The entry among the 16 colours of ANSI, or nil for the terminal's own default.
    public var x16: UInt8?

    /// Makes a colour.
    public init(rgb: RGB, x256: UInt8, x16: UInt8?) {
        self.rgb = rgb
        self.x256 = x256
        self.x16 = x16
    }
}
