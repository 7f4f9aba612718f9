import PseudoTerminal
import Testing

/// Goal: on every terminal a screen that can be read, or a clear decision for plain lines.
///
/// Method: the probe on a real pseudo-terminal, for each TERM and size; the screen is compared.
@Suite("Terminals and sizes", .serialized)
struct TerminalMatrixTests {
    struct Terminal: Sendable, CustomTestStringConvertible {
        var term: String
        /// The entry that must be in use.
        var entry: String
        /// The depth that must be found.
        var depth: String

        var testDescription: String { "TERM=\(term.prefix(20)) uses \(entry)" }
    }

    static let terminals = [
        Terminal(term: "xterm-256color", entry: "xterm-256color", depth: "c256"),
        Terminal(term: "xterm", entry: "xterm", depth: "c8"),
        Terminal(term: "screen", entry: "screen", depth: "c8"),
        Terminal(term: "screen-256color", entry: "screen-256color", depth: "c256"),
        Terminal(term: "tmux-256color", entry: "tmux-256color", depth: "c256"),
        Terminal(term: "linux", entry: "linux", depth: "c8"),
        Terminal(term: "xterm-direct", entry: "xterm-direct", depth: "direct"),
        Terminal(term: "vt100", entry: "vt100", depth: "mono"),
        Terminal(term: "xterm-ghostty", entry: "xterm-256color", depth: "c256"),
        Terminal(term: "no-such-terminal", entry: "xterm", depth: "c8"),
        Terminal(term: "", entry: "vt100", depth: "mono"),
        Terminal(term: "../../etc", entry: "vt100", depth: "mono"),
        Terminal(term: String(repeating: "A", count: 4096), entry: "vt100", depth: "mono"),
    ]

    static let sizes = [(120, 40), (80, 24), (60, 16), (20, 5)]

    @Test("the screen is whole and the terminal is given back", arguments: terminals, sizes)
    func everyTerminalAndSize(terminal: Terminal, size: (Int, Int)) throws {
        let (width, height) = size
        let session = try ProbeSession.open(term: terminal.term, width: width, height: height)
        let heading = "probe \(width)x\(height) \(terminal.entry) \(terminal.depth) resizes 0"
        let shown = session.screen.lines[0] + String(repeating: " ", count: width)
        #expect(shown.hasPrefix(String(heading.prefix(width))))
        #expect(session.screen.lines[height - 1] == "q leave")
        #expect(session.screen.lines[2].hasPrefix("2026-01-1 "))
        #expect(session.screen.lines[2].hasSuffix("-0.10"))
        #expect(session.screen.hasColour == (terminal.depth != "mono"))
        #expect(!(try session.modes().isCooked))

        session.send("\u{1B}OB")
        try session.waitForScreen("the cursor on the second row") { $0.cursorY == 3 }
        session.send("q")
        #expect(try session.waitForEnd() == .exited(0))
        try expectRestored(session)
        #expect(session.screen.contains("ended: finished"))
    }

    // Symptom: blue letters on blue. Cause: a terminal that takes red, green and blue was sent the
    // number of an entry in xterm's palette, which there is a very dark blue.
    @Test("a terminal of direct colour is told red, green and blue, not a place in a palette")
    func directColour() throws {
        let session = try ProbeSession.open(term: "xterm-direct")
        let pens = (0..<80).map { session.screen.cell(x: $0, y: 0).pen }
        let colours = Set(pens.flatMap { [$0.foreground, $0.background].compactMap(\.self) })
        #expect(!colours.isEmpty)
        for colour in colours {
            guard case .direct(let red, let green, _) = colour, red > 0 || green > 0 else {
                Issue.record("\(colour)")
                continue
            }
        }
    }

    @Test("what stands in for an unknown terminal is told")
    func standInIsTold() throws {
        let session = try ProbeSession.open(term: "xterm-ghostty")
        #expect(session.screen.lines[0].hasSuffix("using xterm-256color for xterm-ghostty"))
    }

    @Test("a terminal without cursor addressing gets lines and not one escape sequence")
    func dumbTerminal() throws {
        let session = try ProbeSession.start(term: "dumb")
        try session.waitForText("linear")
        session.send("quit\n")
        #expect(try session.waitForEnd() == .exited(0))
        #expect(session.screen.lines[0] == "linear: linesOnly(dumb)")
        #expect(!session.output.contains(0x1B))
        #expect(try session.modes() == session.originalModes)
    }

    @Test("NO_COLOR leaves a screen without colours")
    func noColour() throws {
        let session = try ProbeSession.open(variables: ["LANG=C.UTF-8", "NO_COLOR=1"])
        #expect(session.screen.lines[0].contains("mono"))
        #expect(!session.screen.hasColour)
        #expect(session.screen.cell(x: 0, y: 2).pen.isReversed)
    }

    @Test("a locale that is not UTF-8 gets ASCII alone")
    func asciiLocale() throws {
        let session = try ProbeSession.open(["--hostile"], variables: ["LC_ALL=en_GB.ISO-8859-1"])
        #expect(session.output.allSatisfy { $0 < 0x80 })
        #expect(session.screen.contains("????"))
    }

    @Test("variables that steer ncurses do not")
    func environmentIsScrubbed() throws {
        let session = try ProbeSession.open(variables: [
            "LANG=C.UTF-8", "LINES=10", "COLUMNS=30", "TERMINFO=/tmp", "TERMINFO_DIRS=/tmp",
            "TERMCAP=x:", "NCURSES_NO_SETBUF=1", "ESCDELAY=9999",
        ])
        #expect(session.screen.lines[0].hasPrefix("probe 80x24 xterm-256color"))
        session.resize(width: 90, height: 30)
        try session.waitForText("probe 90x30")
    }
}
