import TerminalCurses
import TerminalKit

/// The options of the probe's command line.
struct ProbeRequest {
    /// The kind of crash when `!` is pressed.
    enum Crash: String {
        case trap, abort, segfault, overflow
    }

    /// The requested kind of crash.
    var crash = Crash.trap
    /// True if the names in the list are hostile.
    var isHostile = false
    /// Number of rows in the list.
    var rows = 1000
    /// True if the process may be suspended.
    var allowsSuspension = true
    /// The theme of the screen.
    var theme = ProbeTheme.dark
    /// Settings that override the environment.
    var settings = TerminalEnvironment.Settings()

    /// Parses the arguments, or returns nil if one is unknown.
    init?(_ arguments: some Sequence<String>) {
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            let value = parts.count > 1 ? parts[1] : ""
            switch parts.first {
            case "--crash":
                guard let crash = Crash(rawValue: value) else { return nil }
                self.crash = crash
            case "--rows":
                guard let rows = Int(value), rows > 0 else { return nil }
                self.rows = rows
            case "--hostile": isHostile = true
            case "--no-suspension": allowsSuspension = false
            case "--plain": theme = .plain
            case "--ascii": settings.characters = .ascii
            default: return nil
            }
        }
    }
}
