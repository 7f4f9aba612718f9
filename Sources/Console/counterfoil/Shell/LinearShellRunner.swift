import ConsoleUI
import Cryptography
import Glibc
import TerminalCurses

/// Drives the console in plain lines: for screen readers, simple terminals, and scripts.
///
/// A line is read only when nothing that the last one asked for is under way; so a script may send
/// its lines all at once, and each is understood where it belongs. At a terminal a way out is taken
/// before that, where the wait is long.
@TerminalActor
final class LinearShellRunner: LineClient {
    /// The longest line that is taken, in bytes; a longer one is refused as a whole.
    private static let lineByteLimit = 4_096
    /// The longest secret that is taken, in bytes; a longer one is refused as a whole.
    private static let secretByteLimit = 256
    private static let newline = UInt8(ascii: "\n")

    private var shell: LinearShell
    private let runner: EffectRunner
    private let inbox: ConsoleInbox
    private let clock = SystemClock()
    private var loop: LineLoop?
    private var output = ""
    /// The effects that the next line has to wait for.
    private var awaited = AwaitedEffects()
    /// What is asked for on the last line; nil while nothing is.
    private var prompt: LinearShell.Prompt?
    /// What was typed of the line.
    private var line: [UInt8] = []
    /// What was typed of the secret; nil while none is asked for.
    private var secret: SharedSecret?
    /// Whether more was typed than a line or a secret may have.
    private var isOverlong = false
    private var isLeaving = false
    /// Whether the terminal shows what is typed, and goes to the next line by itself.
    private let echoesInput: Bool
    /// True from a prompt for a secret until one that asks for none.
    ///
    /// Also while the answer to the secret is awaited: after a wrong one it is typed again, by some
    /// before they are asked.
    private(set) var hidesInput = false

    init(configuration: ConsoleConfiguration, runner: EffectRunner, inbox: ConsoleInbox) {
        let isTerminal = isatty(STDIN_FILENO) == 1
        echoesInput = isTerminal
        shell = LinearShell(
            configuration: configuration,
            isTypedByHand: isTerminal,
            at: .now
        )
        self.runner = runner
        self.inbox = inbox
    }

    /// Runs until the user leaves, the input ends, or the process is asked to end.
    func run() -> LoopEnd {
        let loop = LineLoop()
        self.loop = loop
        defer { self.loop = nil }
        inbox.onArrival { [weak self] in
            // The one way from other threads to this one; what came meanwhile is taken together.
            Task { @TerminalActor in self?.takeInbox() }
        }
        take(shell.start(at: .now))
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

    func take(_ byte: UInt8, in loop: LineLoop) {
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
        take(shell.receive(.deadline, at: .now))
    }

    func leave(because end: LoopEnd) {
        forgetTyped()
        isLeaving = true
        // Nobody hears the last line of a terminal that has gone.
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

    private func takeInbox() {
        if inbox.isOver { finish() }
        for event in inbox.takeAll() {
            awaited.take(event)
            take(shell.receive(event, at: .now))
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
            take(shell.receive(secret: secret, at: .now))
            return
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        line.removeAll(keepingCapacity: true)
        take(shell.receive(line: text, at: .now))
    }

    private func take(_ response: LinearShell.Response) {
        say(response.lines)
        for effect in response.effects {
            switch effect {
            case .client(let effect): submit(effect)
            case .shell(.quit): finish()
            case .shell: break
            }
        }
    }

    /// Prints lines; at a prompt they begin on a line of their own, and the prompt comes again.
    private func say(_ lines: [String]) {
        let text = lines.map { $0 + "\n" }.joined()
        guard let prompt else {
            output += text
            return
        }
        let asked = shell.prompt
        guard !lines.isEmpty || asked.isSecret != prompt.isSecret else { return }
        output += "\n" + text
        // A lock that came meanwhile asks for a secret where a line was asked for; what was begun
        // for one must not end as the other.
        if asked != prompt, asked.isSecret || prompt.isSecret { forgetTyped() }
        ask(asked)
    }

    private func ask(_ prompt: LinearShell.Prompt) {
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
