import CNcurses

/// Byte sequences sent directly to the open terminal, derived from its terminfo entry.
struct TerminalSequences {
    /// Enables bracketed paste; empty if the terminal does not support it.
    let enter: ControlString
    /// Disables the modes that ``enter`` enabled.
    let leave: ControlString
    /// Sequence that shows the cursor.
    ///
    /// Some terminals (libvterm, and so Neovim and Emacs) restore with the former screen also the
    /// cursor's state, as it was when ncurses last saved the position, which may be hidden.
    let showCursor: ControlString
    /// Resets everything at once, for a process that cannot use ncurses any more.
    let reset: ControlString
    /// True if the terminal restores its previous content on leaving.
    let hasAlternateScreen: Bool

    /// Creates the sequences from the entry of the open terminal.
    init(terminal: TerminalName) {
        var enter = ControlString()
        var leave = ControlString()
        let hasPaste = enter.appendCapability(named: "BE") && leave.appendCapability(named: "BD")
        if !hasPaste {
            enter = ControlString(terminal.resemblesXterm ? "\u{1B}[?2004h" : "")
            leave = ControlString(terminal.resemblesXterm ? "\u{1B}[?2004l" : "")
        }
        self.enter = enter
        self.leave = leave
        hasAlternateScreen = ControlString.capability("rmcup") != nil

        var reset = leave
        // ncurses sets a scroll region while it moves lines. Only ECMA-48 terminals have one.
        if ControlString.capability("csr")?.starts(with: [0x1B, UInt8(ascii: "[")]) == true {
            reset.append("\u{1B}[r")
        }
        for name: StaticString in ["sgr0", "op", "rmkx", "cnorm"] {
            reset.appendCapability(named: name)
        }
        // Without an alternate screen, amounts would stay readable.
        if !hasAlternateScreen { reset.appendCapability(named: "clear") }
        reset.appendCapability(named: "rmcup")
        var showCursor = ControlString()
        showCursor.appendCapability(named: "cnorm")
        reset.append(showCursor)
        self.showCursor = showCursor
        self.reset = reset
    }
}
