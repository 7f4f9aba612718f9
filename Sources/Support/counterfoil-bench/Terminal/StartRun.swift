import PseudoTerminal

/// Starts a program and records its start-up times.
struct StartRun {
    /// Time from the start to the first byte, in milliseconds.
    var firstByte = Figures()
    /// Time to the first visible text, in milliseconds.
    var firstText = Figures()
    /// Time until the program can be used, in milliseconds.
    var ready = Figures()
    /// Number of bytes until then.
    var bytes = Figures()

    /// Starts the program once and ends it.
    ///
    /// A warm-up is not counted.
    mutating func start(_ program: TerminalProgram, in folder: WorkFolder, isWarmUp: Bool) throws {
        try Interruption.check()
        let terminal = try program.start(in: folder)
        try terminal.wait(for: "the first byte") { $0.byteCount > 0 }
        let firstByteAt = terminal.lastByteAt
        try terminal.waitForScreen("any text") { $0.text.contains { !$0.isWhitespace } }
        let firstTextAt = terminal.lastByteAt
        try terminal.waitForText(program.readyText)
        let readyAt = terminal.lastByteAt
        terminal.settle(quiet: .milliseconds(200))
        guard !isWarmUp else { return }
        firstByte.add(firstByteAt - terminal.startedAt)
        firstText.add(firstTextAt - terminal.startedAt)
        ready.add(readyAt - terminal.startedAt)
        bytes.add(Double(terminal.byteCount))
    }
}
