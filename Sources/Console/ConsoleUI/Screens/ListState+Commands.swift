import TerminalKit

extension ListState {
    /// Moves the selection, if the command does so.
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

    /// Moves to the first or last row by a key without effect in an empty field; returns false for
    /// other edits.
    mutating func moveToEnd(by edit: FieldEdit) -> Bool {
        switch edit {
        case .key(.home): moveToStart()
        case .key(.end): moveToEnd()
        default: return false
        }
        return true
    }

    /// Returns the availability of a motion; nil for a command that moves nothing.
    func availability(of command: CommandID) -> Availability? {
        switch command {
        case .up, .down, .pageUp, .pageDown, .first, .last:
            count > 0 ? .enabled : .disabled("The list is empty.")
        default: nil
        }
    }

    /// Returns the availability of a motion above a list; in a field, Home and End move the cursor.
    func availability(of command: CommandID, isTyping: Bool) -> Availability {
        let isCursorMotion = isTyping && (command == .first || command == .last)
        return isCursorMotion ? .inherited : availability(of: command) ?? .inherited
    }
}
