import ConsoleUI
import Cryptography
import Glibc
import TerminalCurses

/// Runs the console in plain lines, for screen readers, simple terminals and scripts.
///
/// A line is read only after everything that the previous line requested is done. A script may
/// therefore send all its lines at once, and each is interpreted in the right context. On a
/// terminal, a way out is accepted earlier if the wait is long.
@TerminalActor
final class LinearShellRunner: LineClient {
    /// Maximum length of a line in bytes; a longer one is refused as a whole.
    private static let lineByteLimit = 4_096
    /// Maximum length of a secret in bytes; a longer one is refused as a whole.
    private static let secretByteLimit = 256
    private static let newline = UInt8(ascii: "\n")

    private var shell: LinearShell
    private let runner: EffectRunner
    private let inbox: ConsoleInbox
    private let clock = SystemClock()
    private var loop: LineLoop?
    private var output = ""
    /// Effects that must complete before the next line is read.
    private var awaited = AwaitedEffects()
    /// Current prompt on the last line; nil if there is none.
    private var prompt: LinearPrompt?
    /// Bytes typed of the current line.
    private var line: [UInt8] = []
    /// Bytes typed of the current secret; nil if none is requested.
    private var secret: SharedSecret?
    /// True if more was typed than a line or a secret may have.
    private var isOverlong = false
    private var isLeaving = false
    /// True if the terminal echoes input, including the line end.
    private let echoesInput: Bool
    /// True from a prompt for a secret until a prompt for something else.
    ///
    /// It stays true while the answer to the secret is pending. After a wrong secret, some users
    /// type it again before they are asked.
    private(set) var hidesInput = false

    init(configuration: ConsoleConfiguration, runner: EffectRunner, inbox: ConsoleInbox) {
        let isTerminal = isatty(STDIN_FILENO) == 1
        echoesInput = isTerminal
        shell = LinearShell(configuration: configuration, isTypedByHand: isTerminal, at: .now)
        self.runner = runner
        self.inbox = inbox
    }

    /// Runs until the user leaves, the input ends, or the process is asked to end.
    func run() -> LoopEnd {
        let loop = LineLoop()
        self.loop = loop
        defer { self.loop = nil }
        inbox.onArrival { [weak self] in
            // This is the only way from other threads to this one. Events that arrived meanwhile
            // are handled together.
            Task { @TerminalActor in self?.handleInbox() }
        }
        apply(shell.start(at: .now))
        return loop.run(self)
    }

    var nextDeadline: ContinuousClock.Instant? {
        shell.nextDeadline.map(clock.continuousInstant)
    }

    var wantsInput: Bool { prompt != nil }

    func takeOutput() -> String {
        if prompt == nil, awaited.isEmpty, !isLeaving, !shell.isAwaiting || shell.takesWayOut {
            ask(shell.prompt)
        }
        defer { output = "" }
        return output
    }

    func receive(_ byte: UInt8, in loop: LineLoop) {
        if byte == Self.newline {
            finishLine()
        } else if let secret {
            if !secret.append(byte) { isOverlong = true }
        } else if line.count < Self.lineByteLimit {
            line.append(byte)
        } else {
            isOverlong = true
        }
    }

    func inputEnded(in loop: LineLoop) {
        finish()
    }

    func interrupted(in loop: LineLoop) {
        finish(because: .interrupted)
    }

    func deadlineReached(in loop: LineLoop) {
        apply(shell.receive(.deadline, at: .now))
    }

    func leave(because end: LoopEnd) {
        forgetTyped()
        isLeaving = true
        // A terminal that has hung up gets no farewell.
        if end != .hungUp {
            output += prompt == nil ? "" : "\n"
            output += LinearShell.farewell(wasAsked: end == .terminated) + "\n"
        }
        runner.finish()
    }

    private func finish(because end: LoopEnd = .finished) {
        isLeaving = true
        loop?.finish(because: end)
    }

    private func handleInbox() {
        if inbox.isOver { finish() }
        for event in inbox.drain() {
            awaited.receive(event)
            apply(shell.receive(event, at: .now))
        }
    }

    private func finishLine() {
        prompt = nil
        if !echoesInput { output += "\n" }
        if isOverlong {
            forgetTyped()
            say(["That was too long, and nothing of it was taken. Type less."])
            return
        }
        if let secret {
            self.secret = nil
            apply(shell.receive(secret: secret, at: .now))
            return
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        line.removeAll(keepingCapacity: true)
        apply(shell.receive(line: text, at: .now))
    }

    private func apply(_ response: LinearShell.Response) {
        say(response.lines)
        for effect in response.effects {
            switch effect {
            case .client(let effect): submit(effect)
            case .shell(.quit): finish()
            case .shell: break
            }
        }
    }

    /// Prints lines, and repeats the prompt if there is one.
    ///
    /// At a prompt the lines begin on a new line.
    private func say(_ lines: [String]) {
        let text = lines.map { $0 + "\n" }.joined()
        guard let prompt else {
            output += text
            return
        }
        let asked = shell.prompt
        guard !lines.isEmpty || asked.isSecret != prompt.isSecret else { return }
        output += "\n" + text
        // A lock may have replaced a prompt for a line by one for a secret. Input typed for one
        // must not complete the other.
        if asked != prompt, asked.isSecret || prompt.isSecret { forgetTyped() }
        ask(asked)
    }

    private func ask(_ prompt: LinearPrompt) {
        self.prompt = prompt
        hidesInput = prompt.isSecret
        output += prompt.text
        if prompt.isSecret, secret == nil {
            secret = SharedSecret(capacity: Self.secretByteLimit)
        }
    }

    private func forgetTyped() {
        line = []
        isOverlong = false
        secret?.wipe()
        secret = nil
    }

    private func submit(_ effect: ClientEffect) {
        awaited.submit(effect)
        runner.submit(effect)
    }
}
