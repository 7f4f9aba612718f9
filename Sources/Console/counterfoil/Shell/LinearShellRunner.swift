import ConsoleUI
import CoreVocabulary
import Cryptography
import Glibc
import TerminalCurses

/// Drives the console in plain lines: for screen readers, simple terminals, and scripts.
///
/// A line is read only when nothing that the last one asked for is under way; so a script may send
/// its lines all at once, and each is understood where it belongs.
struct LinearShellRunner {
    /// The longest line that is taken, in bytes.
    private static let lineByteLimit = 4_096
    /// The longest secret that is taken, in bytes.
    private static let secretByteLimit = 256
    private static let newline = UInt8(ascii: "\n")
    /// A byte in the pipe that is no signal: news has arrived.
    private static let newsByte: UInt8 = 0

    private var shell: LinearShell
    private let runner: EffectRunner
    private let inbox: ConsoleInbox
    private let modes = TerminalModes()
    /// Effects that were submitted and are not answered.
    private var pendingCount = 0
    private var isPrompted = false
    private var line: [UInt8] = []
    private var secret: SharedSecret?
    private var end: LoopEnd?

    init(configuration: ConsoleConfiguration, runner: EffectRunner, inbox: ConsoleInbox) {
        shell = LinearShell(configuration: configuration, at: .now)
        self.runner = runner
        self.inbox = inbox
    }

    /// Runs until the user leaves, the input ends, or the process is asked to end.
    mutating func run() throws -> LoopEnd {
        guard let (readEnd, writeEnd) = SignalPipe.open(for: [SIGTERM, SIGHUP, SIGINT]) else {
            throw CommandFailure("The process has no descriptor left.", .unavailable)
        }
        signal(SIGPIPE, SIG_IGN)
        inbox.onArrival {
            var byte = Self.newsByte
            _ = Glibc.write(writeEnd, &byte, 1)
        }
        defer { modes.restore() }
        take(shell.start(at: .now))
        while end == nil {
            promptIfReady()
            round(pipe: readEnd)
        }
        runner.finish()
        return end ?? .finished
    }

    /// Waits for one thing and takes it.
    private mutating func round(pipe: Int32) {
        var descriptors = [pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)]
        if isPrompted {
            descriptors.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0))
        }
        let count = poll(&descriptors, nfds_t(descriptors.count), timeoutMilliseconds)
        if count == 0 {
            take(shell.receive(.deadline, at: .now))
        } else if count > 0, descriptors[0].revents != 0 {
            drain(pipe)
        } else if count > 0, descriptors.count > 1, descriptors[1].revents != 0 {
            readByte()
        }
    }

    private var timeoutMilliseconds: Int32 {
        guard let due = shell.nextDeadline else { return -1 }
        let nanoseconds =
            due.nanosecondsSinceEpoch - SystemClock().boottime().nanosecondsSinceEpoch
        return Int32(clamping: max(0, nanoseconds / 1_000_000 + 1))
    }

    private mutating func drain(_ pipe: Int32) {
        var byte: UInt8 = 0
        while Glibc.read(pipe, &byte, 1) == 1 {
            switch Int32(byte) {
            case SIGTERM: end = .terminated
            case SIGHUP: end = .hungUp
            case SIGINT: end = .finished
            default: break
            }
        }
        for event in inbox.takeAll() {
            if case .reply(let reply) = event, !reply.isProgress { pendingCount -= 1 }
            take(shell.receive(event, at: .now))
        }
    }

    private mutating func readByte() {
        var byte: UInt8 = 0
        let count = Glibc.read(STDIN_FILENO, &byte, 1)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count == 1 else {
            end = .finished
            return
        }
        if byte == Self.newline {
            finishLine()
        } else if let secret {
            secret.append(byte)
        } else if line.count < Self.lineByteLimit {
            line.append(byte)
        }
    }

    private mutating func finishLine() {
        isPrompted = false
        if let secret {
            // Without echo the terminal has not moved to the next line.
            if modes.isTerminal { StandardStream.write("\n") }
            modes.setEcho(true)
            self.secret = nil
            take(shell.receive(secret: secret, at: .now))
            return
        }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        line = []
        take(shell.receive(line: text, at: .now))
    }

    private mutating func promptIfReady() {
        guard end == nil, !isPrompted, pendingCount == 0, !shell.isAwaiting else { return }
        let prompt = shell.prompt
        StandardStream.write(prompt.text)
        if prompt.isSecret {
            secret = SharedSecret(capacity: Self.secretByteLimit)
            modes.setEcho(false)
        }
        isPrompted = true
    }

    private mutating func take(_ response: LinearShell.Response) {
        if !response.lines.isEmpty {
            // News at a waiting prompt begins on a line of its own, and the prompt comes again.
            let start = isPrompted ? "\n" : ""
            if !StandardStream.write(start + response.lines.joined(separator: "\n") + "\n") {
                end = .hungUp
            }
            if isPrompted { StandardStream.write(shell.prompt.text) }
        }
        for effect in response.effects {
            switch effect {
            case .client(let effect): submit(effect)
            case .shell(.quit): end = .finished
            case .shell: break
            }
        }
    }

    private mutating func submit(_ effect: ClientEffect) {
        switch effect {
        // A search may be long, and is stopped by typing; to stop it has no answer of its own.
        case .search, .cancelSearch: break
        default: pendingCount += 1
        }
        runner.submit(effect)
    }
}

extension ClientReply {
    /// Whether the reply belongs to a search, which is not waited for.
    fileprivate var isProgress: Bool {
        switch self {
        case .searchProgress, .searchEnded: true
        default: false
        }
    }
}
