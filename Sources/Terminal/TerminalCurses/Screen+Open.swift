import CNcurses
import Glibc
public import TerminalKit

/// Opening, suspending and leaving the terminal.
extension Screen {
    /// Takes over the terminal; on failure nothing has been changed.
    ///
    /// - Parameters:
    ///   - environment: The environment. ``TerminalEnvironment/scrubProcess()`` must have been
    ///     called on it.
    ///   - theme: The appearance of roles.
    ///   - options: The settings of the operator.
    /// - Returns: The screen, or the reason to use plain lines.
    public static func open(
        environment: TerminalEnvironment,
        theme: Theme,
        options: Options = Options()
    ) -> TerminalOpening {
        var modes = termios()
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
            tcgetattr(STDIN_FILENO, &modes) == 0
        else { return .linear(.notATerminal) }
        return environment.withTerminfoLookup {
            open(environment: environment, modes: modes, theme: theme, options: options)
        }
    }

    private static func open(
        environment: TerminalEnvironment,
        modes: termios,
        theme: Theme,
        options: Options
    ) -> TerminalOpening {
        for name in environment.terminal.ladder {
            switch cf_terminal_kind_of(name.description) {
            case CF_TERMINAL_LINES_ONLY:
                return .linear(.linesOnly(name))
            case CF_TERMINAL_ADDRESSABLE:
                let kernelSize = kernelSize()
                let isTooLarge = kernelSize.map { $0 != fitted($0) } ?? false
                // Otherwise ncurses would allocate memory for every cell of a size that a peer made
                // up.
                if isTooLarge {
                    cf_take_size_from_terminfo()
                } else {
                    cf_take_size_from_kernel()
                }
                guard let handle = cf_newterm(name.description) else { continue }
                let screen = Screen(
                    environment: environment,
                    terminal: name,
                    handle: handle,
                    originalModes: modes,
                    theme: theme,
                    options: options
                )
                if isTooLarge { _ = screen.adoptSize() }
                let isStandIn = name != environment.terminal || !environment.namesItsTerminal
                return .screen(screen, standIn: isStandIn ? name : nil)
            default:
                continue
            }
        }
        return .linear(.unknown(environment.terminal))
    }

    /// Restores the terminal to its original state.
    func leave() {
        if !sequences.hasAlternateScreen {
            // Amounts must not stay readable for the next user.
            cf_erase()
            cf_forget_terminal_content()
            cf_update()
        }
        var farewell = reportsMouse ? sequences.mouseOff : ControlString()
        farewell.append(sequences.leave)
        farewell.append(sequences.showCursor)
        if options.erasesScrollback { farewell.append(sequences.eraseScrollback) }
        endwin()
        send(farewell)
        var modes = originalModes
        // ncurses restores the modes that it saved. This is exact even if they were changed
        // meanwhile.
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
        processGuard.setArmed(false)
        isActive = false
        shown = nil
    }

    /// Takes over the terminal again after ``leave()``, regardless of its state.
    func enterAgain() {
        processGuard.setArmed(true)
        isActive = true
        reset_prog_mode()
        send(sequences.enter)
        if reportsMouse { send(sequences.mouseOn) }
        isCursorShown = nil
        redraw()
    }

    /// Gives the terminal to the shell until the process is continued.
    func suspend() {
        leave()
        processGuard.stopProcessGroup()
        enterAgain()
    }
}
