import CNcurses
import Glibc

/// The process's own variables. Both functions are for `main`, before a second thread exists:
/// glibc's environment is not safe to change while another thread reads it.
extension TerminalEnvironment {
    /// Reads the variables of the process.
    public static func current(settings: Settings = Settings()) -> TerminalEnvironment {
        TerminalEnvironment(settings: settings) { name in
            getenv(name).map { String(cString: $0) }
        }
    }

    /// Takes out every variable by which the environment could steer ncurses, and sets the locale.
    ///
    /// LINES and COLUMNS would stop resizing, TERMINFO and TERMCAP would name files for a process
    /// that may have more rights than the person, ESCDELAY and NCURSES_* would change what was
    /// tested. The locale is C.UTF-8 whatever LANG says: text inside the program is UTF-8, and what
    /// the terminal can show is decided by ``characters``.
    public func scrubProcess() {
        for name in Self.scrubbedVariables + Self.variablesOfCurses() { unsetenv(name) }
        if !namesItsTerminal || getenv("TERM") == nil {
            setenv("TERM", terminal.description, 1)
        }
        // glibc has had C.UTF-8 built in since 2.35; older systems ship it under either name.
        _ = cf_set_locale("C.UTF-8") || cf_set_locale("C.utf8") || cf_set_locale("C")
    }

    /// Runs a body without HOME unless terminfo entries at home are wanted.
    func withTerminfoLookup<Result>(_ body: () -> Result) -> Result {
        guard !settings.readsTerminfoAtHome, let value = getenv("HOME") else { return body() }
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
