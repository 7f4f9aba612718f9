import TerminalKit

extension ListState {
    /// Moves the selection, if the command is one that does.
    mutating func perform(_ command: CommandID) {
        switch command {
        case .up: move(by: -1)
        case .down: move(by: 1)
        case .pageUp: page(by: -1)
        case .pageDown: page(by: 1)
        case .first: moveToStart()
        case .last: moveToEnd()
        default: break
        }
    }

    /// Whether the selection can be moved so; nil for a command that moves none.
    func availability(of command: CommandID) -> Availability? {
        switch command {
        case .up, .down, .pageUp, .pageDown, .first, .last:
            count > 0 ? .enabled : .disabled("The list is empty.")
        default: nil
        }
    }
}
