import CNcurses
import Glibc

/// What a line loop drives: takes lines, keeps state, says what there is to say.
@TerminalActor
public protocol LineClient: AnyObject {
    /// When ``deadlineReached(in:)`` is next due; nil for never.
    var nextDeadline: ContinuousClock.Instant? { get }

    /// Whether what is typed next is a secret and must not be echoed.
    var hidesInput: Bool { get }

    /// Takes a line as it was typed, without its end. It is untrusted, as any input.
    func take(_ line: String, in loop: LineLoop)

    /// Told when ``nextDeadline`` has come.
    func deadlineReached(in loop: LineLoop)

    /// Gives away what is to be printed now; empty for nothing. Line ends are its own.
    func takeOutput() -> String

    /// Drops what must not outlive the session.
    func leave(because end: LoopEnd)
}

/// The event loop of plain lines, for screen readers, for terminals without cursor addressing, and
/// for input that is no terminal.
///
/// The kernel edits the line and echoes it; nothing that was printed is ever changed. Jobs of
/// ``TerminalActor`` run while it waits, as they do in ``EventLoop``.
@TerminalActor
public final class LineLoop {
    /// A longer line is cut here, in bytes.
    public static let longestLineBytes = 4096

    private let processGuard: ProcessGuard
    private let originalModes: termios?
    private let reader = TerminalReader()
    private var collected: [UInt8] = []
    private var isEchoOff = false
    private var end: LoopEnd?
    private var firedDeadline: ContinuousClock.Instant?

    /// Makes a loop on the process's standard input and output.
    public init() {
        var modes = termios()
        originalModes = tcgetattr(STDIN_FILENO, &modes) == 0 ? modes : nil
        processGuard = ProcessGuard(
            modes: modes,
            reset: ControlString(),
            wake: TerminalActor.shared.executor.wakeDescriptor,
            holdsErrorsBack: false
        )
    }

    /// Ends the loop after this round.
    public func finish() {
        stop(.finished)
    }

    /// Has the client asked for output after this round.
    ///
    /// For state that changed without a line.
    public func setNeedsOutput() {
        TerminalActor.shared.executor.wake()
    }

    /// Runs until the client finishes, the process is asked to end, or the input does.
    public func run(_ client: some LineClient) -> LoopEnd {
        while true {
            write(client.takeOutput())
            if let end {
                client.leave(because: end)
                setEcho(isOff: false)
                return end
            }
            setEcho(isOff: client.hidesInput)
            let deadline = client.nextDeadline.flatMap { $0 == firedDeadline ? nil : $0 }
            let ready = LoopWait.sleep(until: deadline)
            if ready.contains(.wake) {
                TerminalActor.shared.executor.clearWake()
                TerminalActor.shared.executor.runPendingJobs()
                takeSignals()
            }
            if ready.contains(.input) { readInput(client) }
            if let deadline, deadline <= .now, end == nil {
                firedDeadline = deadline
                client.deadlineReached(in: self)
            }
        }
    }

    private func stop(_ reason: LoopEnd) {
        if end == nil { end = reason }
    }

    private func takeSignals() {
        let signals = processGuard.takePending()
        if signals.contains(.hangUp) { stop(.hungUp) }
        if !signals.isDisjoint(with: [.terminate, .interrupt]) { stop(.terminated) }
        if signals.contains(.stop) {
            setEcho(isOff: false)
            processGuard.stopProcessGroup()
        }
    }

    private func readInput(_ client: some LineClient) {
        let (bytes, isAtEnd) = reader.read()
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                deliver(to: client)
            } else if collected.count < Self.longestLineBytes {
                collected.append(byte)
            }
        }
        guard isAtEnd else { return }
        if !collected.isEmpty { deliver(to: client) }
        stop(.hungUp)
    }

    private func deliver(to client: some LineClient) {
        if collected.last == UInt8(ascii: "\r") { collected.removeLast() }
        let line = String(decoding: collected, as: UTF8.self)
        collected.removeAll(keepingCapacity: true)
        // The end of a line that was not echoed was not either.
        if isEchoOff { write("\n") }
        if end == nil { client.take(line, in: self) }
    }

    private func setEcho(isOff: Bool) {
        guard isOff != isEchoOff, var modes = originalModes else { return }
        if isOff { modes.c_lflag &= ~tcflag_t(ECHO) }
        // TCSAFLUSH would drop what was typed ahead, and with it the answer to the next question.
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
        isEchoOff = isOff
    }

    private func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return stop(.hungUp) }
            rest = rest.dropFirst(count)
        }
    }
}
