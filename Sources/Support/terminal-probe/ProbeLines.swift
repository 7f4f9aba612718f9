import TerminalCurses

/// The probe in plain lines: says what it was told, and keeps a secret.
@TerminalActor
final class ProbeLines: LineClient {
    private(set) var nextDeadline: ContinuousClock.Instant?
    private(set) var hidesInput = false
    private var output: String

    init(greeting: String) {
        output = greeting + "\n"
    }

    func take(_ line: String, in loop: LineLoop) {
        switch line {
        case "quit": loop.finish()
        case "secret": hidesInput = true
        case "later": nextDeadline = .now + .milliseconds(40)
        default:
            output += hidesInput ? "secret of \(line.utf8.count) bytes\n" : "heard \(line)\n"
            hidesInput = false
        }
    }

    func deadlineReached(in loop: LineLoop) {
        output += "deadline\n"
    }

    func takeOutput() -> String {
        defer { output = "" }
        return output
    }

    func leave(because end: LoopEnd) {
        output = ""
    }
}
