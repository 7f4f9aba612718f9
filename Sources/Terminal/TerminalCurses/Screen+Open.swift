import CNcurses
import Glibc
package import TerminalKit

/// Opening, suspending and leaving the terminal.
extension Screen {
    /// Takes over the terminal, or returns the reason to use plain lines, with nothing changed.
    ///
    /// Call ``TerminalEnvironment/scrubProcess()`` on the environment before.
    package static func open(environment: TerminalEnvironment, theme: Theme) -> TerminalOpening {
        var modes = termios()
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
            tcgetattr(STDIN_FILENO, &modes) == 0
        else { return .linear(.notATerminal) }
        return TerminalEnvironment.withoutHome { open(environment, modes, theme) }
    }

    private static func open(
        _ environment: TerminalEnvironment,
        _ modes: termios,
        _ theme: Theme
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
                    theme: theme
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
        var farewell = sequences.leave
        farewell.append(sequences.showCursor)
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
