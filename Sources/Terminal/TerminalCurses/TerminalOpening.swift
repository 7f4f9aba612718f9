/// Result of opening the terminal.
package enum TerminalOpening {
    /// Reason why a screen cannot be painted.
    package enum Obstacle: Equatable, Sendable {
        /// The input or the output is not a terminal.
        case notATerminal
        /// TERM names a terminal without cursor addressing.
        case linesOnly(TerminalName)
        /// terminfo knows neither the terminal nor any substitute.
        case unknown(TerminalName)
    }

    /// An open screen, and the substitute's name if another terminal's entry is used.
    case screen(Screen, standIn: TerminalName?)
    /// The program continues in plain lines.
    case linear(Obstacle)
}
