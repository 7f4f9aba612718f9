import TerminalCurses

/// The probe in linear mode, which repeats its input and accepts a secret.
@TerminalActor
final class ProbeLines: LineClient {
    /// Maximum length of a line, in bytes.
    private static let lineByteLimit = 4_096

    private(set) var nextDeadline: ContinuousClock.Instant?
    private(set) var wantsInput = true
    private(set) var hidesInput = false
    private var output: String
    private var line: [UInt8] = []
    /// Length of the secret in bytes, which is all that is kept of it.
    private var secretByteCount = 0

    init(greeting: String) {
        output = greeting + "\n"
    }

    func takeOutput() -> String {
        defer { output = "" }
        return output
    }

    func receive(_ byte: UInt8, in loop: LineLoop) {
        if byte == UInt8(ascii: "\n") {
            finishLine(in: loop)
        } else if hidesInput {
            secretByteCount += 1
        } else if line.count < Self.lineByteLimit {
            line.append(byte)
        }
    }

    func inputEnded(in loop: LineLoop) {
        output += "end of input\n"
        loop.finish()
    }

    func interrupted(in loop: LineLoop) {
        output += "interrupted\n"
        loop.finish()
    }

    func deadlineReached(in loop: LineLoop) {
        output += "deadline\n"
        wantsInput = true
    }

    func leave(because end: LoopEnd) {
        line = []
    }

    private func finishLine(in loop: LineLoop) {
        if hidesInput {
            output += "secret of \(secretByteCount) bytes\n"
            hidesInput = false
            secretByteCount = 0
            return
        }
        let text = String(decoding: line, as: UTF8.self)
        line = []
        switch text {
        case "quit": loop.finish()
        case "secret":
            hidesInput = true
            output += "which? "
        case "later": nextDeadline = .now + .milliseconds(40)
        case "busy":
            // Ignores input until the deadline.
            wantsInput = false
            nextDeadline = .now + .milliseconds(40)
        default: output += "heard \(text)\n"
        }
    }
}
