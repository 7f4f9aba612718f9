import PseudoTerminal

/// Sends keys to a program and keeps what each of them cost.
struct KeyRun {
    /// From the key to the last byte that answers it, in milliseconds.
    var latency = Figures()
    /// Bytes that answer it.
    var bytes = Figures()
    /// Keys that nothing answered.
    var unansweredCount = 0

    /// Sends keys one by one, each after the answer to the last has ended and a pause is over.
    mutating func send(_ keys: some Sequence<String>, to terminal: PseudoTerminal) throws {
        for key in keys {
            try Interruption.check()
            let byteCount = terminal.byteCount
            let sentAt = ContinuousClock.now
            terminal.send(key)
            terminal.settle(quiet: .milliseconds(BenchPlan.keyPauseMilliseconds))
            if terminal.byteCount == byteCount {
                unansweredCount += 1
            } else {
                latency.add(terminal.lastByteAt - sentAt)
                bytes.add(Double(terminal.byteCount - byteCount))
            }
        }
    }
}

/// What the keys of one program cost, kind by kind.
struct KeyCosts {
    /// How far the selection goes before it comes back: it must not reach an edge of the screen.
    private static let zigzagRows = 8

    /// Rows moved inside the screen.
    var rows = KeyRun()
    /// Rows moved at the lower edge, where everything moves up.
    var scrolledRows = KeyRun()
    /// A page down or up.
    var pages = KeyRun()
    /// To the last row and back to the first.
    var ends = KeyRun()

    /// Measures a program that shows a list.
    mutating func measure(_ terminal: PseudoTerminal, keyCount: Int) throws {
        // Once there and back, not counted, so that what is made at first use is there.
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
