import PseudoTerminal

/// Sends keys to a program and records the cost of each.
struct KeyRun {
    /// Time from the key to the last byte of the response, in milliseconds.
    var latency = Figures()
    /// Number of bytes of the response.
    var bytes = Figures()

    /// Sends keys one by one, each after the response to the last has ended and a pause is over.
    mutating func send(_ keys: some Sequence<String>, to terminal: PseudoTerminal) throws {
        for key in keys {
            try Interruption.check()
            let byteCount = terminal.byteCount
            let sentAt = ContinuousClock.now
            terminal.send(key)
            terminal.settle(quiet: .milliseconds(BenchPlan.Terminals.keyPauseMilliseconds))
            guard terminal.byteCount > byteCount else { continue }
            latency.add(terminal.lastByteAt - sentAt)
            bytes.add(Double(terminal.byteCount - byteCount))
        }
    }
}

/// The cost of a program's keys by kind.
struct KeyCosts {
    /// Number of rows before the selection turns back, so that it never reaches an edge of the
    /// screen.
    private static let zigzagRows = 8

    /// Moves of the selection within the screen.
    var rows = KeyRun()
    /// Moves of the selection at the lower edge, where the list scrolls.
    var scrolledRows = KeyRun()
    /// Moves by a page up or down.
    var pages = KeyRun()
    /// Moves to the last row and back to the first.
    var ends = KeyRun()

    /// Measures a program that shows a list.
    mutating func measure(_ terminal: PseudoTerminal, keyCount: Int) throws {
        // One uncounted move there and back, so that one-time costs are over.
        var warmUp = KeyRun()
        try warmUp.send([TerminalProgram.first], to: terminal)
        try warmUp.send(Self.zigzag(count: 2 * Self.zigzagRows), to: terminal)
        try rows.send(Self.zigzag(count: keyCount), to: terminal)
        try warmUp.send([TerminalProgram.pageDown], to: terminal)
        try pages.send(Self.pages(count: keyCount / 5), to: terminal)
        try warmUp.send([TerminalProgram.last, TerminalProgram.first], to: terminal)
        try ends.send(
            (0..<keyCount / 10).map {
                $0.isMultiple(of: 2) ? TerminalProgram.last : TerminalProgram.first
            },
            to: terminal
        )
        try warmUp.send([TerminalProgram.first], to: terminal)
        try warmUp.send(repeatElement(TerminalProgram.down, count: 24), to: terminal)
        try scrolledRows.send(
            repeatElement(TerminalProgram.down, count: keyCount / 3),
            to: terminal
        )
    }

    private static func zigzag(count: Int) -> [String] {
        (0..<count).map {
            ($0 / zigzagRows).isMultiple(of: 2) ? TerminalProgram.down : TerminalProgram.up
        }
    }

    private static func pages(count: Int) -> [String] {
        (0..<count).map {
            $0 < count / 2 ? TerminalProgram.pageDown : TerminalProgram.pageUp
        }
    }
}
