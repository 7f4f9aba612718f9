import TerminalCurses
import TerminalKit
import Testing

/// Goal: the variables follow the rule in ``TerminalEnvironment``.
///
/// Method: a table of variables and conclusions.
@Suite("What the environment says about the terminal")
struct TerminalEnvironmentTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var variables: [String: String]
        var characters: TerminalEnvironment.Characters
        var testDescription: String { "\(variables.sorted { $0.key < $1.key }) → \(characters)" }
    }

    static let rows = [
        Row(variables: ["TERM": "xterm"], characters: .unicode),
        Row(variables: ["TERM": "xterm", "LANG": "en_GB.UTF-8"], characters: .unicode),
        Row(variables: ["TERM": "xterm", "LANG": "de_DE.utf8@euro"], characters: .unicode),
        Row(variables: ["TERM": "xterm", "LANG": "en_GB.ISO-8859-1"], characters: .ascii),
        Row(variables: ["TERM": "xterm", "LANG": "C"], characters: .ascii),
        Row(variables: ["TERM": "xterm", "LANG": "en_GB"], characters: .ascii),
        Row(
            variables: ["TERM": "xterm", "LANG": "C.UTF-8", "LC_ALL": "POSIX"],
            characters: .ascii
        ),
        Row(
            variables: ["TERM": "xterm", "LANG": "C", "LC_CTYPE": "C.UTF-8", "LC_ALL": ""],
            characters: .unicode
        ),
        Row(variables: ["TERM": "xterm", "LC_CTYPE": "UTF-8"], characters: .unicode),
        Row(variables: ["TERM": "xterm", "LC_CTYPE": "utf8@x"], characters: .unicode),
        Row(variables: ["TERM": "xterm", "LC_CTYPE": "ISO-8859-1"], characters: .ascii),
        Row(variables: ["TERM": "linux"], characters: .ascii),
        Row(variables: ["TERM": "linux", "LANG": "C.UTF-8"], characters: .unicodeText),
        Row(variables: ["TERM": "vt100", "LANG": "C.UTF-8"], characters: .unicodeText),
        Row(variables: ["TERM": "linux-16color"], characters: .ascii),
        Row(variables: [:], characters: .ascii),
    ]

    @Test("the locale and the font decide what may be drawn", arguments: rows)
    func characters(row: Row) {
        let environment = TerminalEnvironment { row.variables[$0] }
        #expect(environment.characters == row.characters)
    }

    @Test("NO_COLOR counts when it is not empty")
    func noColour() {
        #expect(!TerminalEnvironment { ["NO_COLOR": "0"][$0] }.usesColour)
        #expect(TerminalEnvironment { ["NO_COLOR": ""][$0] }.usesColour)
        #expect(TerminalEnvironment { _ in nil }.usesColour)
    }

    @Test("over SSH an escape sequence may take four times as long")
    func escapeDelay() {
        #expect(
            TerminalEnvironment { _ in nil }.escapeDelay
                == InputDecoder.localEscapeDelay
        )
        let remote = TerminalEnvironment { ["SSH_CONNECTION": "a"][$0] }
        #expect(remote.escapeDelay == InputDecoder.remoteEscapeDelay)
    }

    @Test("a name that cannot be used becomes vt100, and is known not to be its own")
    func fallback() {
        let environment = TerminalEnvironment { ["TERM": "../../etc"][$0] }
        #expect(environment.terminal == .fallback)
        #expect(!environment.namesItsTerminal)
    }
}
