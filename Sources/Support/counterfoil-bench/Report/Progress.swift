import Glibc

/// Shows the present measurement on standard error, if that is a terminal.
enum Progress {
    /// Shows a step in place of the previous one.
    static func show(_ step: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let line = "\r\u{1B}[K\(step)"
        _ = line.utf8CString.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
    }

    /// Clears the line before a table is printed.
    static func clear() {
        show("")
    }
}
