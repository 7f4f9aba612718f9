import CNcurses
import Glibc

/// Event loop for plain lines, for screen readers, terminals without cursor addressing and pipes.
///
/// The kernel edits the line and echoes it. Printed output is never changed. Jobs of
/// ``TerminalActor`` run while the loop waits, as in ``EventLoop``, and the client is asked for
/// output after them.
@TerminalActor
package final class LineLoop {
    private static let newline = UInt8(ascii: "\n")

    private let processGuard: ProcessGuard
    /// Modes of the terminal on the standard input; nil if it is no terminal.
    private let originalModes: termios?
    private var isEchoOff = false
    private var hasInputEnded = false
    private var end: LoopEnd?
    private var firedDeadline: ContinuousClock.Instant?

    /// Creates a loop on the process's standard input and output.
    package init() {
        var modes = termios()
        originalModes = tcgetattr(STDIN_FILENO, &modes) == 0 ? modes : nil
        processGuard = ProcessGuard(
            modes: modes,
            reset: ControlString(),
            wake: TerminalActor.shared.executor.wakeDescriptor,
            holdsErrorsBack: false
        )
    }

    /// Ends the loop after this round, for the given reason.
    package func finish(because end: LoopEnd = .finished) {
        stop(end)
    }

    /// Runs until the client finishes, the process is asked to end, or the terminal is gone.
    ///
    /// At the return, the client's ``LineClient/leave(because:)`` has run and the echo is back.
    package func run(_ client: some LineClient) -> LoopEnd {
        while true {
            let output = client.takeOutput()
            // Set before the prompt is printed, since the answer may arrive at once.
            setEcho(isOff: client.hidesInput)
            write(output)
            if let end {
                client.leave(because: end)
                write(client.takeOutput())
                giveBack()
                return end
            }
            waitOnce(client)
        }
    }

    /// Sleeps until something happens, and handles it.
    private func waitOnce(_ client: some LineClient) {
        let deadline = client.nextDeadline.flatMap { $0 == firedDeadline ? nil : $0 }
        let ready = LoopWait.sleep(
            until: deadline,
            includesInput: client.wantsInput && !hasInputEnded
        )
        if ready.wake {
            TerminalActor.shared.executor.clearWake()
            TerminalActor.shared.executor.runPendingJobs()
            handleSignals(client)
        } else if ready.input {
            // Not after jobs, because they may have changed the prompt and with it the echo.
            readByte(client)
        }
        if let deadline, deadline <= .now, end == nil {
            firedDeadline = deadline
            client.deadlineReached(in: self)
        }
    }

    private func stop(_ reason: LoopEnd) {
        if end == nil { end = reason }
    }

    private func handleSignals(_ client: some LineClient) {
        let signals = processGuard.takePending()
        if signals.contains(.hangUp) { stop(.hungUp) }
        if signals.contains(.terminate) { stop(.terminated) }
        if signals.contains(.interrupt), end == nil { client.interrupted(in: self) }
        if signals.contains(.stop) {
            giveBack()
            processGuard.stopProcessGroup()
        }
        // The process was continued after SIGSTOP, which cannot be caught. A shell may have changed
        // the modes.
        if signals.contains(.resume) { isEchoOff = false }
    }

    private func readByte(_ client: some LineClient) {
        var byte: UInt8 = 0
        switch read(STDIN_FILENO, &byte, 1) {
        case 1:
            // With echo off, the terminal did not echo the line end either.
            if byte == Self.newline, isEchoOff { write("\n") }
            client.receive(byte, in: self)
        case 0:
            hasInputEnded = true
            client.inputEnded(in: self)
        default:
            // An error such as EIO means that the terminal is gone.
            if errno != EINTR, errno != EAGAIN { stop(.hungUp) }
        }
    }

    /// Restores the terminal for the next reader.
    private func giveBack() {
        // A partly typed secret would be echoed on the shell's line.
        if isEchoOff { tcflush(STDIN_FILENO, TCIFLUSH) }
        setEcho(isOff: false)
    }

    private func setEcho(isOff: Bool) {
        guard isOff != isEchoOff, var modes = originalModes else { return }
        if isOff { modes.c_lflag &= ~tcflag_t(ECHO) }
        // TCSAFLUSH would drop input typed ahead, and with it the answer to the next prompt.
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
