/// Event received from the terminal.
///
/// Replies that the terminal sends by itself, such as its colours, are no events. The decoder
/// consumes and drops them.
public enum InputEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// Text pasted into the terminal.
    ///
    /// It is never interpreted as keys, and is unfiltered: clean it before use.
    case paste(String)
    /// More than ``InputDecoder/maximumPasteBytes`` was pasted; none of it is kept.
    case pasteTooLong
    /// A mouse event in cell coordinates.
    ///
    /// Sent only if the program enabled the mouse.
    case mouse(MouseEvent)
    /// The terminal's window gained the focus.
    case focusGained
    /// The terminal's window lost the focus.
    case focusLost
}

/// Mouse event in cell coordinates.
public struct MouseEvent: Hashable, Sendable {
    /// Kind of mouse event.
    public enum Action: Hashable, Sendable {
        /// A button was pressed: 1 left, 2 middle, 3 right.
        case press(Int)
        /// A button was released.
        case release(Int)
        /// The mouse moved with a button down.
        case drag(Int)
        /// The mouse moved with no button down.
        case move
        /// The wheel was turned away from the user.
        case wheelUp
        /// The wheel was turned towards the user.
        case wheelDown
    }

    /// Kind of mouse event.
    public let action: Action
    /// Column of the cell, 0-based.
    public let column: Int
    /// Row of the cell, 0-based.
    public let row: Int
    /// Modifier keys held during the event.
    public let modifiers: KeyModifiers

    /// Creates an event at a cell.
    public init(action: Action, column: Int, row: Int, modifiers: KeyModifiers = []) {
        self.action = action
        self.column = column
        self.row = row
        self.modifiers = modifiers
    }

    /// Parses the three parameters of an SGR mouse report, or nil if they are invalid.
    ///
    /// Source: xterm control sequences, "Mouse Tracking", mode 1006.
    init?(parameters: [Int], isRelease: Bool) {
        guard parameters.count == 3, parameters[1] > 0, parameters[2] > 0 else { return nil }
        let code = parameters[0]
        let button = code & 3
        switch code & 0b1110_0000 {
        case 0: action = isRelease ? .release(button + 1) : .press(button + 1)
        case 32: action = button == 3 ? .move : .drag(button + 1)
        case 64 where button == 0: action = .wheelUp
        case 64 where button == 1: action = .wheelDown
        default: return nil
        }
        column = parameters[1] - 1
        row = parameters[2] - 1
        var held: KeyModifiers = []
        if code & 4 != 0 { held.insert(.shift) }
        if code & 8 != 0 { held.insert(.alt) }
        if code & 16 != 0 { held.insert(.control) }
        modifiers = held
    }
}
