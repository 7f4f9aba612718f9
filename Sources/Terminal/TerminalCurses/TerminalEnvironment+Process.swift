import CNcurses
import Glibc

/// Access to the environment variables of the process.
///
/// Call ``current()`` and ``scrubProcess()`` from `main`, before a second thread exists.
/// glibc's environment must not change while another thread reads it.
extension TerminalEnvironment {
    /// Reads the environment variables of the process.
    package static func current() -> TerminalEnvironment {
        TerminalEnvironment { name in getenv(name).map { String(cString: $0) } }
    }

    /// Removes every variable that could influence ncurses, and sets the locale.
    ///
    /// LINES and COLUMNS would prevent resizing. TERMINFO and TERMCAP would name files for a
    /// process that may have more rights than the user. ESCDELAY and NCURSES_* would change tested
    /// behaviour. The locale is C.UTF-8 regardless of LANG: text inside the program is UTF-8, and
    /// ``characters`` determines what the terminal can show.
    package func scrubProcess() {
        for name in Self.scrubbedVariables + Self.variablesOfCurses() { unsetenv(name) }
        if !namesItsTerminal || getenv("TERM") == nil {
            setenv("TERM", terminal.description, 1)
        }
        // glibc has C.UTF-8 built in since 2.35. Older systems provide it under either name.
        _ = cf_set_locale("C.UTF-8") || cf_set_locale("C.utf8") || cf_set_locale("C")
    }

    /// Runs a body without HOME, so that no terminfo entry in the home folder is read.
    static func withoutHome<Result>(_ body: () -> Result) -> Result {
        guard let value = getenv("HOME") else { return body() }
        let home = String(cString: value)
        unsetenv("HOME")
        defer { setenv("HOME", home, 1) }
        return body()
    }

    private static let scrubbedVariables = [
        "LINES", "COLUMNS", "TERMINFO", "TERMINFO_DIRS", "TERMCAP", "TERMPATH", "ESCDELAY",
        "BAUDRATE", "TABSIZE",
    ]

    private static func variablesOfCurses() -> [String] {
        guard let environment = cf_environment() else { return [] }
        var names: [String] = []
        var index = 0
        while let entry = environment[index] {
            let text = String(cString: entry)
            if text.hasPrefix("NCURSES_") { names.append(String(text.prefix { $0 != "=" })) }
            index += 1
        }
        return names
    }
}
