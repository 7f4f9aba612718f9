import PseudoTerminal

/// Measures the time and memory of filtering an account's entries by text.
struct FilterRun {
    /// The search text, which one entry in ten contains.
    private static let text = "rickshaw"
    private static let patience = Duration.seconds(120)
    /// Interval between two readings of the memory, each of which pauses the program for a moment.
    private static let memoryPause = Duration.milliseconds(250)

    /// Time from the pasted words to the first matching row on the screen.
    var firstMatch: Duration
    /// Time from the pasted words to the end of the search.
    var end: Duration
    /// Memory before, at its peak, and after, in MiB.
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
        // Pasted in one piece, because the list is filtered after each key.
        terminal.send("\u{1B}[200~\(text)\u{1B}[201~\r")
        try terminal.waitForScreen("the first match") { screen in
            // The rows of the unfiltered list also contain the name, as long as nothing is found.
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
