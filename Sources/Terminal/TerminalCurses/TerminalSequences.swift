import CNcurses

/// What is sent to the open terminal beside ncurses, made from its terminfo entry.
struct TerminalSequences {
    /// Turns bracketed paste on; empty where the terminal has none.
    let enter: ControlString
    /// Turns off what ``enter`` turned on.
    let leave: ControlString
    /// Has clicks and the wheel reported, with positions in decimal (SGR); empty where unknown.
    let mouseOn: ControlString
    /// Ends what ``mouseOn`` began.
    let mouseOff: ControlString
    /// Undoes everything at once, for a process that has no time for ncurses.
    let reset: ControlString
    /// Erases what scrolled out of view; empty where the terminal cannot.
    let eraseScrollback: ControlString
    /// Whether the terminal gives back on leaving what it showed before.
    let hasAlternateScreen: Bool

    /// Asks the entry of the terminal that is open.
    init(terminal: TerminalName) {
        var enter = ControlString()
        var leave = ControlString()
        let hasPaste = enter.appendCapability(named: "BE") && leave.appendCapability(named: "BD")
        if !hasPaste {
            enter = terminal.resemblesXterm ? ControlString("\u{1B}[?2004h") : ControlString()
            leave = terminal.resemblesXterm ? ControlString("\u{1B}[?2004l") : ControlString()
        }
        self.enter = enter
        self.leave = leave
        let hasMouse = hasPaste || terminal.resemblesXterm
        mouseOn = hasMouse ? ControlString("\u{1B}[?1000h\u{1B}[?1006h") : ControlString()
        mouseOff = hasMouse ? ControlString("\u{1B}[?1006l\u{1B}[?1000l") : ControlString()

        var eraseScrollback = ControlString()
        eraseScrollback.appendCapability(named: "E3")
        self.eraseScrollback = eraseScrollback
        hasAlternateScreen = ControlString.capability("rmcup") != nil

        var reset = mouseOff
        reset.append(leave)
        // A region that scrolls is set while ncurses moves lines; ECMA-48 terminals alone have one.
        if ControlString.capability("csr")?.starts(with: [0x1B, UInt8(ascii: "[")]) == true {
            reset.append("\u{1B}[r")
        }
        reset.appendCapability(named: "sgr0")
        reset.appendCapability(named: "op")
        reset.appendCapability(named: "rmkx")
        reset.appendCapability(named: "cnorm")
        // Without another screen to go back to, amounts would stay to be read.
        if !hasAlternateScreen { reset.appendCapability(named: "clear") }
        reset.appendCapability(named: "rmcup")
        self.reset = reset
    }
}
