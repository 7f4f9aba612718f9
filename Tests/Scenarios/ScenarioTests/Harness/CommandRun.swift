import Glibc
import Testing

/// A command that was run to its end without a terminal.
struct CommandRun {
    /// How long a command may take before it is killed where nothing else is said, in seconds.
    static let secondsLimit = 60

    /// The exit status; 128 and the signal's number after a kill, as a shell counts.
    let status: Int
    /// What it wrote to standard output.
    let output: String
    /// What it wrote to standard error.
    let errors: String

    /// Runs `counterfoil`.
    static func counterfoil(_ arguments: [String], input: String = "") throws -> CommandRun {
        try CommandRun(BuiltProgram.path("counterfoil"), arguments, input: input)
    }

    /// Runs a program, with real pipes on all three sides.
    init(
        _ program: String,
        _ arguments: [String],
        input: String = "",
        secondsLimit: Int = CommandRun.secondsLimit
    ) throws {
        let folder = try TemporaryFolder()
        try folder.write(input, to: "in")
        // A shell makes the pipes; `timeout` sees to it that nothing is waited for without end.
        let script = """
            cat "$0/in" | {
                timeout -s KILL \(secondsLimit) "$@" 2>"$0/err"
                echo $? >"$0/status"
            } | cat >"$0/out"
            """
        try Self.spawn("/bin/sh", ["-c", script, folder.path, program] + arguments)
        output = try folder.read("out")
        errors = try folder.read("err")
        let word = try folder.read("status").prefix { $0 != "\n" }
        status = try #require(Int(word), "\(program) left no status")
    }

    private static func spawn(_ program: String, _ arguments: [String]) throws {
        let variables = BuiltProgram.environment(term: "dumb")
        var process: pid_t = 0
        let code = withCStrings([program] + arguments) { words in
            withCStrings(variables) { variables in
                posix_spawn(&process, program, nil, nil, words, variables)
            }
        }
        try #require(code == 0, "\(program) cannot be started")
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    private static func withCStrings<Result>(
        _ texts: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}
