import PseudoTerminal

/// Starts a program and keeps when it showed what.
struct StartRun {
    /// From the start to its first byte, in milliseconds.
    var firstByte = Figures()
    /// To the first text that can be seen.
    var firstText = Figures()
    /// To what there is to work with.
    var ready = Figures()
    /// Bytes until then.
    var bytes = Figures()

    /// Starts the program once and ends it; the first start of all is not counted.
    mutating func start(
        _ program: TerminalProgram,
        in folder: WorkFolder,
        isWarmUp: Bool
    ) throws {
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
