import PseudoTerminal
import Testing

/// The console on a pseudo-terminal, used as by a person: keys in, the screen out.
///
/// Every step waits for what the screen must show; nothing sleeps.
final class ConsoleSession {
    /// Bytes of keys, as a terminal in its application mode sends them.
    enum Key {
        static let enter = "\r"
        static let tab = "\t"
        static let escape = "\u{1B}"
        static let down = "\u{1B}OB"
        static let leave = "\u{1B}[21~"
    }

    /// How long nothing may come before a frame counts as whole.
    private static let quiet = Duration.milliseconds(30)

    let terminal: PseudoTerminal
    /// The authenticator of whoever signed in.
    var authenticator: Authenticator?
    /// The bank at the other end, which is there as long as one of its consoles.
    var bank: NetworkBank?
    /// The demo's folder, which is there as long as its console.
    private let state: DemoState?

    /// What the screen shows.
    var screen: VirtualTerminal { terminal.screen }
    /// The line at the top: the screen's name, the freshness, who is signed in.
    var bar: String { screen.lines.first ?? "" }

    /// Takes a demo that was started and waits for its sign-in screen.
    init(_ terminal: PseudoTerminal) throws {
        self.terminal = terminal
        state = nil
        try wait(for: "Sign in to")
    }

    /// Opens the demo on a state and waits for the sign-in screen, or for another text.
    init(
        _ state: DemoState,
        _ arguments: [String] = [],
        term: String = "xterm-256color",
        width: Int = 120,
        height: Int = 40,
        waitsFor text: String = "Sign in to"
    ) throws {
        self.state = state
        terminal = try BuiltProgram.start(
            "counterfoil",
            ["demo", "--state", state.path] + arguments,
            term: term,
            width: width,
            height: height
        )
        try wait(for: text)
    }

    /// Types text or presses keys.
    func press(_ keys: String...) {
        terminal.send(keys.joined())
    }

    /// Presses a key that moves the selection, until the selection is where it should be.
    ///
    /// Each press waits for the frame of the one before: judged by an older frame, a key too many
    /// would go out.
    func press(_ key: String, untilSelected goal: String, _ isReached: () -> Bool) throws {
        while !isReached() {
            let row = Self.selectedRow(of: screen)
            press(key)
            try wait(until: "the selection to move on to \(goal)") { screen in
                Self.selectedRow(of: screen) != row
            }
        }
    }

    private static func selectedRow(of screen: VirtualTerminal) -> Int? {
        screen.lines.firstIndex { $0.contains("▸") }
    }

    /// Waits until some text stands in one row.
    func wait(for text: String) throws {
        try wait(until: "the text “\(text)”") { $0.contains(text) }
    }

    /// Waits until the bar at the top says where the console is.
    func waitForBar(_ words: String...) throws {
        try wait(until: "a bar with \(words)") { screen in
            words.allSatisfy { screen.lines.first?.contains($0) == true }
        }
    }

    /// Waits until the screen is as it should be, and whole: a frame may come in several parts.
    func wait(
        until description: String,
        isFulfilled: (VirtualTerminal) -> Bool
    ) throws {
        repeat {
            try terminal.waitForScreen(description, until: isFulfilled)
            terminal.settle(quiet: Self.quiet)
        } while !isFulfilled(screen)
    }

    /// Fills the sign-in form in and sends it.
    func trySignIn(_ user: String, password: String, code: String) throws {
        press(user, Key.tab, password, Key.tab, code, Key.enter)
    }

    /// Signs in and waits for the accounts.
    func signIn(_ user: DemoUser, _ authenticator: Authenticator) async throws {
        self.authenticator = authenticator
        try trySignIn(user.user, password: user.password, code: try await authenticator.code())
        try waitForBar("Accounts", "live")
        try wait(for: "Savings")
    }

    /// Leaves the program by its own command and waits for its end.
    func leave() throws {
        press(Key.leave)
        try wait(for: "Leave?")
        press(Key.tab, Key.enter)
        let end = try terminal.waitForEnd()
        #expect(end == .exited(0), "\(screen.text)")
    }
}
