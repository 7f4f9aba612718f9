import TerminalCurses
import TerminalKit

/// What the command line asks of the probe.
struct ProbeRequest {
    /// How to crash when `!` is pressed.
    enum Crash: String {
        case trap, abort, segfault, overflow
    }

    /// How to crash.
    var crash = Crash.trap
    /// Whether the names in the list are hostile.
    var isHostile = false
    /// Rows in the list.
    var rows = 1000
    /// Whether the process may be suspended.
    var allowsSuspension = true
    /// How roles look.
    var theme = ProbeTheme.dark
    /// What outranks the environment.
    var settings = TerminalEnvironment.Settings()

    /// Reads the arguments; nil when one is unknown.
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
