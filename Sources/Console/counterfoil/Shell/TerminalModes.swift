import Glibc

/// The echo of the terminal on standard input, and how it was before.
struct TerminalModes {
    /// Whether standard input is a terminal.
    let isTerminal: Bool
    private let original: termios

    init() {
        var modes = termios()
        isTerminal = tcgetattr(STDIN_FILENO, &modes) == 0
        original = modes
    }

    /// Switches the echo of what is typed.
    func setEcho(_ isOn: Bool) {
        guard isTerminal else { return }
        var modes = original
        if !isOn { modes.c_lflag &= ~tcflag_t(ECHO) }
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
    }

    /// Puts everything back as it was.
    func restore() {
        guard isTerminal else { return }
        var modes = original
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
    }
}
