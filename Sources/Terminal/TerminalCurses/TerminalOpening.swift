/// What came of opening the terminal.
public enum TerminalOpening {
    /// Why a screen cannot be painted.
    public enum Obstacle: Equatable, Sendable {
        /// The input or the output is not a terminal.
        case notATerminal
        /// TERM names a terminal without cursor addressing.
        case linesOnly(TerminalName)
        /// terminfo knows neither the terminal nor any that could stand in.
        case unknown(TerminalName)
    }

    /// A screen; and where another terminal's entry stands in, that one's name.
    case screen(Screen, standIn: TerminalName?)
    /// The program goes on in plain lines.
    case linear(Obstacle)
}
