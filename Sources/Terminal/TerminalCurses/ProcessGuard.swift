import CNcurses
import Glibc

/// Signal handling, and restoring the terminal when the process dies.
///
/// Signals that are requests are recorded and wake the event loop. A process that has not ended
/// `CF_LEAVE_SECONDS` after a request to end is killed. Signals that are faults restore the
/// terminal with `write` and `tcsetattr`, and then end the process with the same signal, so that
/// the exit status is correct. While the screen is open, standard error is captured. Otherwise a
/// library's message would be drawn over a balance, and the message of a failed precondition would
/// vanish with the alternate screen. The captured output is printed when the terminal is restored.
///
/// The C functions used here keep their state in the header, once per object file, so they may be
/// called from this file only. Nothing here may be inlined either: in a release build the loop is
/// specialised inside the client's module, and an inlined call would use another copy of the state.
@TerminalActor
struct ProcessGuard: ~Copyable {
    /// Signals that wait for the event loop.
    struct Pending: OptionSet {
        let rawValue: UInt32

        static let resize = Pending(rawValue: UInt32(CF_SIGNAL_RESIZE))
        static let terminate = Pending(rawValue: UInt32(CF_SIGNAL_TERMINATE))
        static let hangUp = Pending(rawValue: UInt32(CF_SIGNAL_HANGUP))
        static let interrupt = Pending(rawValue: UInt32(CF_SIGNAL_INTERRUPT))
        static let stop = Pending(rawValue: UInt32(CF_SIGNAL_STOP))
        static let resume = Pending(rawValue: UInt32(CF_SIGNAL_CONTINUE))
    }

    private let realErrorOutput: CInt
    private let capturedErrorOutput: CInt

    /// Installs the signal handlers; called after `newterm`, whose handlers they replace.
    ///
    /// The handlers restore `modes`, send `reset` and write to `wake`. Standard error is held back
    /// meanwhile if asked for, unless it is a file.
    @inline(never)
    init(modes: termios, reset: ControlString, wake: CInt, holdsErrorsBack: Bool) {
        let capture = holdsErrorsBack && isatty(STDERR_FILENO) == 1
        realErrorOutput = capture ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3) : -1
        capturedErrorOutput = realErrorOutput >= 0 ? cf_make_memory_file() : -1
        if capturedErrorOutput >= 0 { dup2(capturedErrorOutput, STDERR_FILENO) }
        var modes = modes
        let isArmed = reset.bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                cf_guard_arm(
                    STDOUT_FILENO,
                    &modes,
                    characters.baseAddress,
                    characters.count,
                    wake,
                    realErrorOutput,
                    capturedErrorOutput
                )
            }
        }
        precondition(isArmed, "The handlers that restore the terminal could not be installed.")
    }

    /// Returns the signals received since the last call.
    @inline(never)
    func takePending() -> Pending {
        Pending(rawValue: cf_guard_take_pending())
    }

    /// Sets whether a fault must restore the terminal; false while the process is suspended.
    @inline(never)
    func setArmed(_ isArmed: Bool) {
        cf_guard_set_armed(isArmed)
        if realErrorOutput >= 0, capturedErrorOutput >= 0 {
            dup2(isArmed ? capturedErrorOutput : realErrorOutput, STDERR_FILENO)
        }
    }

    /// Stops the process group like Ctrl-Z elsewhere, and returns when it is continued.
    @inline(never)
    func stopProcessGroup() {
        cf_guard_stop_process_group()
    }

    deinit {
        if realErrorOutput >= 0 { dup2(realErrorOutput, STDERR_FILENO) }
        Self.disarm()
        if realErrorOutput >= 0 { close(realErrorOutput) }
        if capturedErrorOutput >= 0 { close(capturedErrorOutput) }
    }

    @inline(never)
    private nonisolated static func disarm() {
        cf_guard_disarm()
    }
}
