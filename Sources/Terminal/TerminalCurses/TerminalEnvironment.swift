import TerminalKit

/// What the environment says about the terminal, and what follows from it.
///
/// A value without effects: the process's own variables are read by ``current(settings:)``.
public struct TerminalEnvironment: Equatable, Sendable {
    /// What may be drawn.
    public enum Characters: Equatable, Sendable {
        /// Text and marks in Unicode.
        case unicode
        /// Text in Unicode, marks in ASCII: a UTF-8 terminal with a small font.
        case unicodeText
        /// ASCII alone.
        case ascii
    }

    /// What a person or an operator has decided, over what the variables say.
    public struct Settings: Equatable, Sendable {
        /// What may be drawn; nil asks the variables.
        public var characters: Characters?
        /// Whether colours are used; nil asks NO_COLOR.
        public var usesColour: Bool?
        /// Whether terminfo entries in the person's home are read.
        ///
        /// Off for hosted sessions.
        public var readsTerminfoAtHome: Bool

        /// Makes settings.
        public init(
            characters: Characters? = nil,
            usesColour: Bool? = nil,
            readsTerminfoAtHome: Bool = false
        ) {
            self.characters = characters
            self.usesColour = usesColour
            self.readsTerminfoAtHome = readsTerminfoAtHome
        }
    }

    /// The terminal's name; ``TerminalName/fallback`` where TERM holds none that can be used.
    public let terminal: TerminalName
    /// Whether TERM held a name that can be used.
    public let namesItsTerminal: Bool
    /// What may be drawn.
    public let characters: Characters
    /// Whether colours are used.
    public let usesColour: Bool
    /// Whether the session comes over SSH.
    public let isRemote: Bool
    /// What was decided for it.
    public let settings: Settings

    /// Draws the conclusions from variables.
    ///
    /// - Parameters:
    ///   - settings: What outranks the variables.
    ///   - value: The value of a variable; nil when it is not set.
    public init(settings: Settings = Settings(), value: (String) -> String?) {
        let name = value("TERM").flatMap(TerminalName.init)
        terminal = name ?? .fallback
        namesItsTerminal = name != nil
        isRemote = value("SSH_CONNECTION").map { !$0.isEmpty } ?? false
        // no-color.org: set and not empty, whatever it says.
        let refusesColour = value("NO_COLOR").map { !$0.isEmpty } ?? false
        usesColour = settings.usesColour ?? !refusesColour
        characters =
            settings.characters ?? Self.characters(terminal: terminal, value: value)
        self.settings = settings
    }

    /// How long after Esc the rest of a key may arrive.
    ///
    /// Over SSH an arrow key may be split by the network; with the delay of a terminal of the house a
    /// gap of 40 ms makes it Esc and two letters.
    public var escapeDelayMilliseconds: Int {
        isRemote
            ? InputDecoder.remoteEscapeDelayMilliseconds
            : InputDecoder.localEscapeDelayMilliseconds
    }

    /// The rule, in this order: the first of LC_ALL, LC_CTYPE and LANG that is set names a codeset.
    ///
    /// UTF-8 allows Unicode; any other, and the locales C and POSIX, which name ASCII, do not. When
    /// none is set, as under sshd without AcceptEnv, a modern terminal is taken for a UTF-8 one. A
    /// terminal whose font is small gets its marks in ASCII, and text in Unicode only where the
    /// locale asks for it.
    private static func characters(
        terminal: TerminalName,
        value: (String) -> String?
    ) -> Characters {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(value).first { !$0.isEmpty }
        guard let locale else { return terminal.hasSmallFont ? .ascii : .unicode }
        guard namesUTF8(locale) else { return .ascii }
        return terminal.hasSmallFont ? .unicodeText : .unicode
    }

    /// Whether a locale such as `en_GB.UTF-8@euro`, or a bare `UTF-8` as macOS sends it over SSH,
    /// names the codeset UTF-8.
    private static func namesUTF8(_ locale: String) -> Bool {
        let start = locale.firstIndex(of: ".").map(locale.index(after:)) ?? locale.startIndex
        let codeset = locale[start...].prefix { $0 != "@" }
        return ["utf-8", "utf8"].contains(codeset.lowercased())
    }
}
