import PseudoTerminal

/// Filters the entries of an account by text, and keeps how long that took and what it needed.
struct FilterRun {
    /// What is looked for; one entry in ten has it.
    private static let text = "rickshaw"
    private static let patience = Duration.seconds(120)
    /// Between two looks at the memory: each holds the program up for a moment.
    private static let memoryPause = Duration.milliseconds(250)

    /// From the words, which are pasted, to the first row that is shown.
    var firstMatch: Duration
    /// From the words to the last match.
    var end: Duration
    /// Mebibytes before, the most during, and after.
    var memory: (before: Double?, most: Double?, after: Double?)

    /// Measures a console that shows an account.
    static func measure(_ terminal: PseudoTerminal) throws -> FilterRun {
        func memory() -> Double? { ProcessMemory.proportionalMebibytes(of: terminal.processID) }
        let before = memory()
        var most = before
        terminal.send("/")
        try terminal.waitForText("Filter: ")
        terminal.settle()
        let sentAt = ContinuousClock.now
        // In one piece: the list follows each key.
        terminal.send("\u{1B}[200~\(text)\u{1B}[201~\r")
        try terminal.waitForScreen("the first match") { screen in
            // The rows of before show the name too, for as long as nothing is found.
            screen.contains(" found") && !screen.contains(" 0 found")
                && screen.lines.contains { $0.contains("Rickshaw Pune") }
        }
        let firstMatch = terminal.lastByteAt - sentAt
        var lookedAt = ContinuousClock.now
        try terminal.waitForScreen("the end of the search", timeout: patience) { screen in
            if lookedAt.duration(to: .now) > memoryPause {
                lookedAt = .now
                most = [most, memory()].compactMap(\.self).max()
            }
            return screen.contains("found in ")
        }
        let end = terminal.lastByteAt - sentAt
        try terminal.watch(for: .seconds(1))
        return FilterRun(firstMatch: firstMatch, end: end, memory: (before, most, memory()))
    }
}
