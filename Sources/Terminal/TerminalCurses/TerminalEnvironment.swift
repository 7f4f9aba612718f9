import TerminalKit

/// Properties of the terminal, derived from environment variables.
///
/// It is a pure value. ``current()`` reads the process's own variables.
package struct TerminalEnvironment: Equatable, Sendable {
    /// Characters that may be drawn.
    package enum Characters: Equatable, Sendable {
        /// Text and marks in Unicode.
        case unicode
        /// Text in Unicode, marks in ASCII: a UTF-8 terminal with a small font.
        case unicodeText
        /// Only characters of ASCII.
        case ascii
    }

    /// Name of the terminal; ``TerminalName/fallback`` if TERM is missing or invalid.
    package let terminal: TerminalName
    /// True if TERM held a valid name.
    package let namesItsTerminal: Bool
    /// Characters that may be drawn.
    package let characters: Characters
    /// True if colours are used.
    package let usesColour: Bool
    /// True if the session runs over SSH.
    package let isRemote: Bool

    /// Derives the properties from variables; `value` returns nil for one that is not set.
    package init(value: (String) -> String?) {
        let name = value("TERM").flatMap(TerminalName.init)
        terminal = name ?? .fallback
        namesItsTerminal = name != nil
        isRemote = value("SSH_CONNECTION")?.isEmpty == false
        // By no-color.org, NO_COLOR counts if it is set to any non-empty value.
        usesColour = value("NO_COLOR")?.isEmpty ?? true
        characters = Self.characters(terminal: terminal, value: value)
    }

    /// Delay after Esc in which the rest of a key may arrive.
    ///
    /// Over SSH the network may split an arrow key. With the delay of a local terminal, a gap of 40
    /// ms would turn it into Esc and two letters.
    package var escapeDelay: Duration {
        isRemote ? InputDecoder.remoteEscapeDelay : InputDecoder.localEscapeDelay
    }

    /// Determines the characters from the first of LC_ALL, LC_CTYPE and LANG that is set.
    ///
    /// Its codeset decides. UTF-8 allows Unicode. Any other codeset does not, nor do the locales C
    /// and POSIX, which imply ASCII. If none is set, as under sshd without AcceptEnv, a modern
    /// terminal is assumed to use UTF-8. A terminal with a small font gets its marks in ASCII, and
    /// text in Unicode only if the locale asks for it.
    private static func characters(
        terminal: TerminalName,
        value: (String) -> String?
    ) -> Characters {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(value).first { !$0.isEmpty }
        guard let locale else { return terminal.hasSmallFont ? .ascii : .unicode }
        guard namesUTF8(locale) else { return .ascii }
        return terminal.hasSmallFont ? .unicodeText : .unicode
    }

    /// Returns true if a locale names UTF-8, as `en_GB.UTF-8@euro` or macOS's bare `UTF-8` do.
    private static func namesUTF8(_ locale: String) -> Bool {
        let start = locale.firstIndex(of: ".").map(locale.index(after:)) ?? locale.startIndex
        let codeset = locale[start...].prefix { $0 != "@" }
        return ["utf-8", "utf8"].contains(codeset.lowercased())
    }
}
