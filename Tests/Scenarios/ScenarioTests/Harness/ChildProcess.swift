import FoundationEssentials
import Glibc
import Testing

/// A program of the package that runs beside the test and writes what it tells into a file.
final class ChildProcess {
    private static let stopPauseMicroseconds: UInt32 = 20_000
    /// The most pauses until it has ended: 30 seconds, more than a server gives itself.
    private static let stopPauseLimit = 1_500

    /// The number by which the system knows it.
    let process: pid_t
    private let recordPath: String
    private var end: Int?

    /// Starts a program; what it writes is added to a file.
    init(_ name: String, _ arguments: [String], record: String) throws {
        let program = try BuiltProgram.path(name)
        // A shell gives it the file; `exec` leaves it the number that is killed.
        let script = "exec \"$0\" \"$@\" >>\"$COUNTERFOIL_RECORD\" 2>&1 </dev/null"
        let words = ["/bin/sh", "-c", script, program] + arguments
        let variables = BuiltProgram.environment(term: "dumb") + ["COUNTERFOIL_RECORD=\(record)"]
        var started: pid_t = 0
        let wordPointers = words.map { strdup($0) } + [nil]
        let variablePointers = variables.map { strdup($0) } + [nil]
        defer { for pointer in wordPointers + variablePointers { free(pointer) } }
        let code = posix_spawn(&started, "/bin/sh", nil, nil, wordPointers, variablePointers)
        try #require(code == 0, "\(name) cannot be started")
        process = started
        recordPath = record
    }

    deinit {
        kill()
    }

    /// The lines that were written to the file, by this process and by those before it.
    static func lines(of record: String) -> [String] {
        // Before anything is written there is no file.
        guard let text = try? String(contentsOfFile: record, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").map(String.init)
    }

    /// Whether it has ended by itself or by a kill.
    var isOver: Bool {
        if end != nil { return true }
        var status: CInt = 0
        guard waitpid(process, &status, WNOHANG) == process else { return false }
        end = Int(status)
        return true
    }

    /// Its exit status; nil while it runs or after a kill.
    var exitStatus: Int? {
        guard isOver, let end, end & 0x7F == 0 else { return nil }
        return end >> 8 & 0xFF
    }

    /// Asks it to end, and returns when it has; its exit status, nil when it did not end by itself.
    func stop() -> Int? {
        guard !isOver else { return exitStatus }
        Glibc.kill(process, SIGTERM)
        for _ in 0..<Self.stopPauseLimit {
            if isOver { return exitStatus }
            usleep(Self.stopPauseMicroseconds)
        }
        kill()
        return nil
    }

    /// Kills it, and returns when it is dead; whether it was alive until then.
    @discardableResult
    func kill() -> Bool {
        guard !isOver else { return false }
        Glibc.kill(process, SIGKILL)
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        end = Int(status)
        return true
    }
}
