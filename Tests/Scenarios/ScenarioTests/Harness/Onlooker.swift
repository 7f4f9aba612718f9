import Glibc
import PseudoTerminal

/// Another process of the same account, which the kernel lets look into its neighbours unless they
/// forbid it.
enum Onlooker {
    /// The administrator may look into every process, so both sides go without that right.
    private static let prefix =
        geteuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-sys_ptrace"] : []

    /// Starts a program that can be looked at, on a simple terminal.
    static func start(_ program: String, _ arguments: [String]) throws -> PseudoTerminal {
        let words = prefix + [program] + arguments
        return try PseudoTerminal(
            words[0],
            Array(words.dropFirst()),
            environment: BuiltProgram.environment(term: "dumb"),
            width: 200,
            height: 60
        )
    }

    /// Whether it can look into a process: by the check that reading its memory has to pass as well.
    static func canLookInto(_ process: Int32) throws -> Bool {
        let words = prefix + ["/usr/bin/readlink", "/proc/\(process)/exe"]
        return try CommandRun(words[0], Array(words.dropFirst())).status == 0
    }
}
