/// Name of a terminal type that is safe to look up, to log and to show.
///
/// Over SSH the client chooses TERM freely, and terminfo builds a path from it.
package struct TerminalName: Hashable, Sendable, CustomStringConvertible {
    /// Maximum length of a name in bytes.
    package static let longestBytes = 48

    /// Name used for a terminal whose own name is invalid.
    package static let fallback = TerminalName(unchecked: "vt100")

    /// The name as given.
    package let description: String

    /// Creates a name of the form `[A-Za-z0-9][A-Za-z0-9+._-]{0,47}`; returns nil for any other.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, Self.isAlphanumeric(first) else { return nil }
        guard bytes.count <= Self.longestBytes else { return nil }
        guard bytes.allSatisfy({ Self.isAlphanumeric($0) || "+._-".utf8.contains($0) }) else {
            return nil
        }
        description = text
    }

    private init(unchecked text: String) {
        description = text
    }

    /// The names to try, best first: its own, then those of similar terminals.
    ///
    /// Base Debian 12 lacks the entries of kitty, Ghostty, Alacritty, foot, PuTTY and Konsole.
    /// Those that identify themselves support everything that the entry of xterm-256color uses.
    package var ladder: [TerminalName] {
        var names = [self]
        if Self.namesWith256Colours.contains(where: description.contains) {
            names.append(TerminalName(unchecked: "xterm-256color"))
        }
        names.append(TerminalName(unchecked: "xterm"))
        names.append(.fallback)
        var seen: Set<TerminalName> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// True if the terminal is known to have a font of little more than 256 characters.
    var hasSmallFont: Bool {
        Self.namesWithSmallFonts.contains { description == $0 || description.hasPrefix($0 + "-") }
    }

    /// True if the terminal supports xterm's private modes, even if terminfo does not say so.
    var resemblesXterm: Bool {
        ["xterm", "tmux", "rxvt", "foot", "alacritty"].contains(where: description.hasPrefix)
    }

    private static let namesWith256Colours = [
        "256color", "kitty", "ghostty", "alacritty", "foot", "wezterm", "konsole",
    ]

    private static let namesWithSmallFonts = [
        "linux", "vt52", "vt100", "vt102", "vt220", "ansi", "cons25", "pcansi", "sun", "hurd",
        "mach", "cygwin",
    ]

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        let character = Character(Unicode.Scalar(byte))
        return character.isASCII && (character.isLetter || character.isNumber)
    }
}
