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
    /// True if the process may be suspended.
    var allowsSuspension = true

    /// Parses the arguments, or returns nil if one is unknown.
    init?(_ arguments: some Sequence<String>) {
        for argument in arguments {
            switch argument {
            case "--hostile": isHostile = true
            case "--no-suspension": allowsSuspension = false
            default:
                let name = argument.split(separator: "=").last.map(String.init) ?? ""
                guard argument == "--crash=\(name)", let crash = Crash(rawValue: name) else {
                    return nil
                }
                self.crash = crash
            }
        }
    }
}
