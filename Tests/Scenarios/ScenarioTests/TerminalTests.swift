import Glibc
import PseudoTerminal
import Testing

/// Goal: on every terminal the console can be used or says why not, and gives the terminal back.
///
/// Method: the real program for each TERM and size; modes no default would set, before and after.
@Suite("Scenario: terminals and sizes")
struct TerminalTests {
    static let terms = ["xterm-256color", "xterm", "screen", "linux", "vt100", "no-such-terminal"]

    @Test("a user signs in, reads, and leaves", arguments: terms, [(120, 40), (80, 24), (60, 16)])
    func usable(term: String, size: (Int, Int)) async throws {
        let state = try DemoState()
        let user = try DemoUser.named("rohan")
        let session = try ConsoleSession(state, term: term, width: size.0, height: size.1)
        #expect(try session.terminal.modes() != session.terminal.originalModes)
        #expect(session.screen.hasColour == (term != "vt100"))
        try await session.signIn(user, Authenticator(user))
        #expect(session.shownAccounts.count == 2, "\(session.screen.text)")
        session.press(ConsoleSession.Key.enter)
        try session.wait(for: "newest first")
        session.press(ConsoleSession.Key.escape)
        try session.waitForBar("Accounts")
        try session.leaveByEscape()
        try session.expectRestored()
    }

    @Test("where there is no room it says so, and ends in order", arguments: terms)
    func tooSmall(term: String) throws {
        let session = try ConsoleSession(
            DemoState(),
            term: term,
            width: 20,
            height: 5,
            waitsFor: "20x5"
        )
        #expect(!session.screen.contains("[  "), "\(session.screen.text)")
        session.terminal.signal(SIGTERM)
        let end = try session.terminal.waitForEnd()
        #expect(end == .exited(128 + Int(SIGTERM)))
        try session.expectRestored()
    }

    @Test("a window that grows from too small to large shows the form")
    func grows() throws {
        let session = try ConsoleSession(DemoState(), width: 20, height: 5, waitsFor: "20x5")
        session.terminal.resize(width: 80, height: 24)
        try session.wait(for: "Sign in to")
        session.terminal.resize(width: 20, height: 5)
        try session.wait(for: "20x5")
        session.terminal.resize(width: 60, height: 16)
        try session.wait(for: "Sign in to")
    }

    @Test(
        "a request to end gives the terminal back",
        arguments: ["xterm-256color", "screen", "linux", "vt100", "no-such-terminal"],
        [SIGTERM, SIGHUP]
    )
    func signals(term: String, signal: CInt) throws {
        let session = try ConsoleSession(DemoState(), term: term, width: 80, height: 24)
        session.terminal.signal(signal)
        let end = try session.terminal.waitForEnd()
        #expect(end == .exited(128 + Int(signal)))
        try session.expectRestored()
    }

    @Test("a fault gives the terminal back", arguments: [SIGSEGV, SIGABRT, SIGILL])
    func fault(signal: CInt) throws {
        let session = try ConsoleSession(DemoState(), width: 80, height: 24)
        session.terminal.signal(signal)
        let end = try session.terminal.waitForEnd()
        #expect(end == .killed(Int(signal)))
        try session.expectRestored()
    }

    @Test("a terminal that hangs up ends the program")
    func hangUp() throws {
        let session = try ConsoleSession(DemoState(), width: 80, height: 24)
        session.terminal.hangUp()
        let end = try session.terminal.waitForEnd()
        #expect(end == .exited(128 + Int(SIGHUP)))
    }

    @Test("a temporary state leaves no folder behind, however the program ends")
    func temporaryState() throws {
        for signal in [SIGTERM, SIGHUP] {
            let folder = try TemporaryFolder()
            let terminal = try PseudoTerminal(
                "/usr/bin/env",
                ["TMPDIR=\(folder.path)", try BuiltProgram.path("counterfoil"), "demo"],
                environment: BuiltProgram.environment(term: "xterm"),
                width: 80,
                height: 24
            )
            try terminal.waitForText("Sign in to")
            #expect(try CommandRun("/bin/ls", [folder.path]).output.isEmpty == false)
            terminal.signal(signal)
            let end = try terminal.waitForEnd()
            #expect(end == .exited(128 + Int(signal)))
            #expect(try CommandRun("/bin/ls", [folder.path]).output.isEmpty)
        }
    }
}

extension ConsoleSession {
    /// Leaves with keys that every terminal has.
    fileprivate func leaveByEscape() throws {
        press(Key.escape)
        try wait(for: "Sign out?")
        press(Key.tab, Key.enter)
        try wait(for: "Sign in to")
        press(Key.escape)
        try wait(for: "Leave?")
        press(Key.tab, Key.enter)
        let end = try terminal.waitForEnd()
        #expect(end == .exited(0))
    }

    /// The terminal is as the program found it.
    fileprivate func expectRestored(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let modes = try terminal.modes()
        #expect(modes == terminal.originalModes, sourceLocation: sourceLocation)
        #expect(modes.isCooked, sourceLocation: sourceLocation)
        #expect(!screen.isAlternate, sourceLocation: sourceLocation)
        #expect(screen.isCursorVisible, sourceLocation: sourceLocation)
        #expect(!screen.hasApplicationKeys, sourceLocation: sourceLocation)
        #expect(screen.privateModes.isEmpty, sourceLocation: sourceLocation)
        #expect(screen.unknownSequences.isEmpty, sourceLocation: sourceLocation)
        #expect(screen.bells == 0, sourceLocation: sourceLocation)
    }
}
