/// Something that came from the terminal.
///
/// What the terminal says by itself, such as the answer to a question about its colours, is no
/// event: the decoder takes it and drops it.
public enum InputEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// Text was pasted; never keys, whatever it holds. It is as it came: clean it before use.
    case paste(String)
    /// More was pasted than ``InputDecoder/maximumPasteBytes``; none of it is kept.
    case pasteTooLong
    /// The mouse did something; only where the program asked for it.
    case mouse(MouseEvent)
    /// The terminal's window came to the front.
    case focusGained
    /// The terminal's window went to the back.
    case focusLost
}

/// What the mouse did.
public struct MouseEvent: Hashable, Sendable {
    /// The kind of thing it did.
    public enum Action: Hashable, Sendable {
        /// A button went down: 1 left, 2 middle, 3 right.
        case press(Int)
        /// A button came up.
        case release(Int)
        /// The mouse moved with a button down.
        case drag(Int)
        /// The mouse moved with no button down.
        case move
        /// The wheel turned away from the person.
        case wheelUp
        /// The wheel turned towards the person.
        case wheelDown
    }

    /// What it did.
    public let action: Action
    /// The column of the cell, from 0.
    public let column: Int
    /// The row of the cell, from 0.
    public let row: Int
    /// The keys held meanwhile.
    public let modifiers: KeyModifiers

    /// Makes an event.
    public init(action: Action, column: Int, row: Int, modifiers: KeyModifiers = []) {
        self.action = action
        self.column = column
        self.row = row
        self.modifiers = modifiers
    }

    /// Reads the three parameters of an SGR mouse report; nil when they make no sense.
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
