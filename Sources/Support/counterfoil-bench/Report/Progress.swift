import Glibc

/// Shows the present measurement on standard error, if that is a terminal.
enum Progress {
    /// Shows a step in place of the previous one, and throws if a signal has asked for the end of
    /// the run.
    static func show(_ step: String) throws(Interrupted) {
        try Interruption.check()
        replaceLine(by: step)
    }

    /// Clears the line before a table is printed.
    static func clear() { replaceLine(by: "") }

    private static func replaceLine(by text: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let line = "\r\u{1B}[K\(text)"
        _ = line.utf8CString.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
    }
}
