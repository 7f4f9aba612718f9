import CNcurses
import Glibc

/// Signals, and what happens to the terminal when the process dies.
///
/// Signals that are requests are noted and wake the event loop; a process that has not ended
/// `CF_LEAVE_SECONDS` after it was asked to is ended where it is. Signals that are faults put the
/// terminal back with `write` and `tcsetattr`, then kill the process as they would have without us,
/// so that the exit status tells the truth. While the screen is open the error output is held back:
/// a library's complaint would be drawn over a balance, and the message of a failed check would
/// vanish with the alternate screen; both are printed when the terminal is itself again.
///
/// The C functions used here keep their state in the header, once per object file: they may be
/// called from this file only. Nothing here may be inlined either: in a release build the loop is
/// specialised inside the client's module, and a call that went there would see another copy.
@TerminalActor
struct ProcessGuard: ~Copyable {
    /// The signals that wait for the event loop.
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

    /// Installs the handlers; after `newterm`, whose own they replace.
    ///
    /// - Parameters:
    ///   - modes: The modes that the terminal had before ncurses touched it.
    ///   - reset: What undoes the rest.
    ///   - wake: What the handlers write to.
    ///   - holdsErrorsBack: Whether the error output is kept off the terminal meanwhile. When it
    ///     goes to a file it is left alone.
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

    /// The signals since the last call.
    @inline(never)
    func takePending() -> Pending {
        Pending(rawValue: cf_guard_take_pending())
    }

    /// Says whether a fault has something to restore; not while the process is suspended.
    @inline(never)
    func setArmed(_ isArmed: Bool) {
        cf_guard_set_armed(isArmed)
        if realErrorOutput >= 0, capturedErrorOutput >= 0 {
            dup2(isArmed ? capturedErrorOutput : realErrorOutput, STDERR_FILENO)
        }
    }

    /// Stops the process group as Ctrl-Z does elsewhere, and returns when it goes on.
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
