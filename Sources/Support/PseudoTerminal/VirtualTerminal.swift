import CVterm

/// A terminal without a window: the screen that a person would see, as libvterm keeps it.
///
/// Tests compare the screen and not the bytes, because there are many ways to draw the same screen.
/// The screen is live: it shows what was fed so far.
package final class VirtualTerminal {
    /// A colour of a terminal.
    package enum Colour: Hashable, Sendable {
        /// An index into the palette of 256 colours.
        case palette(UInt8)
        /// A colour given by its channels.
        case direct(red: UInt8, green: UInt8, blue: UInt8)
    }

    /// The style in which a character is drawn.
    package struct Pen: Hashable, Sendable {
        /// Foreground colour; nil for the terminal's default.
        package internal(set) var foreground: Colour?
        /// Background colour; nil for the terminal's default.
        package internal(set) var background: Colour?
        /// True for bold text.
        package internal(set) var isBold = false
        /// True for italic text.
        package internal(set) var isItalic = false
        /// True for underlined text.
        package internal(set) var isUnderlined = false
        /// True if foreground and background are swapped.
        package internal(set) var isReversed = false
    }

    /// One cell of the screen.
    package struct Cell: Hashable, Sendable {
        /// The character with its combining marks; empty in the right half of a wide one.
        package let text: String
        /// The style of the character.
        package let pen: Pen
    }

    /// Number of columns of the screen.
    package private(set) var width: Int
    /// Number of rows of the screen.
    package private(set) var height: Int
    /// True if the cursor is shown.
    package private(set) var isCursorVisible = true
    /// True if the alternate screen is shown.
    package private(set) var isAlternate = false
    /// Number of times the bell rang.
    package private(set) var bells = 0
    /// True in application mode for the arrow keys (`smkx`).
    package internal(set) var hasApplicationKeys = false
    /// Active DEC private modes that have no property here, such as 2004 for bracketed paste.
    package internal(set) var privateModes: Set<Int> = []
    /// The last window title; nil if none was set.
    package internal(set) var title: String?
    /// Sequences that ncurses does not send for the xterm, screen, tmux, linux and vt100 families.
    package internal(set) var unknownSequences: [String] = []

    /// The parser of libvterm that reads the sequences first.
    let parser: OpaquePointer
    /// The terminal of libvterm that keeps the screen.
    let terminal: OpaquePointer
    /// The beginning of an escape sequence or a character whose rest has not arrived.
    var cutBytes: [UInt8] = []
    private let screen: OpaquePointer
    private let parserCallbacks = UnsafeMutablePointer<VTermParserCallbacks>.allocate(capacity: 1)
    private let screenCallbacks = UnsafeMutablePointer<VTermScreenCallbacks>.allocate(capacity: 1)

    /// Creates an empty terminal of a size.
    package init(width: Int, height: Int) {
        guard let parser = vterm_new(1, 1),
            let terminal = vterm_new(CInt(height), Self.columns(width)),
            let screen = vterm_obtain_screen(terminal)
        else { preconditionFailure("No memory for a terminal.") }
        self.width = width
        self.height = height
        self.parser = parser
        self.terminal = terminal
        self.screen = screen
        let user = Unmanaged.passUnretained(self).toOpaque()
        parserCallbacks.initialize(to: Self.observingCallbacks)
        vterm_set_utf8(parser, 1)
        vterm_parser_set_callbacks(parser, parserCallbacks, user)
        screenCallbacks.initialize(to: VTermScreenCallbacks())
        screenCallbacks.pointee.settermprop = { property, value, user in
            VirtualTerminal.pointed(to: user).set(property, value?.pointee.boolean != 0)
            return 1
        }
        screenCallbacks.pointee.bell = { user in
            VirtualTerminal.pointed(to: user).bells += 1
            return 1
        }
        vterm_set_utf8(terminal, 1)
        vterm_screen_enable_altscreen(screen, 1)
        vterm_screen_set_callbacks(screen, screenCallbacks, user)
        vterm_screen_reset(screen, 1)
    }

    deinit {
        vterm_free(parser)
        vterm_free(terminal)
        parserCallbacks.deallocate()
        screenCallbacks.deallocate()
    }

    /// Resizes the screen without reflow.
    package func resize(width: Int, height: Int) {
        vterm_set_size(terminal, CInt(height), Self.columns(width))
        let place = cursor
        self.width = width
        self.height = height
        // libvterm 0.1 can leave the scroll region and the cursor outside of a lower screen, and
        // then writes beyond its memory. A resize resets the region, as in xterm.
        pass("\u{1B}[r\u{1B}[\(max(0, place.row) + 1);\(place.col + 1)H", to: terminal)
    }

    /// Returns a number of columns that libvterm 0.1 can keep a wide character in.
    private static func columns(_ width: Int) -> CInt { CInt(max(2, width)) }

    /// Returns the terminal that a callback of libvterm is for.
    static func pointed(to user: UnsafeMutableRawPointer?) -> VirtualTerminal {
        guard let user else { preconditionFailure("A callback without its terminal.") }
        return Unmanaged<VirtualTerminal>.fromOpaque(user).takeUnretainedValue()
    }

    private func set(_ property: VTermProp, _ isOn: Bool) {
        switch property {
        case VTERM_PROP_ALTSCREEN: isAlternate = isOn
        case VTERM_PROP_CURSORVISIBLE: isCursorVisible = isOn
        default: break
        }
    }

    // MARK: - Reading the screen

    /// The rows as text, without trailing spaces.
    package var lines: [String] { (0..<height).map(line) }

    /// The whole screen as text.
    package var text: String { lines.joined(separator: "\n") }

    /// Returns true if some row contains a text.
    package func contains(_ text: String) -> Bool {
        (0..<height).contains { line($0).contains(text) }
    }

    /// Returns the cell in a column and a row.
    package func cell(x: Int, y: Int) -> Cell {
        var cell = VTermScreenCell()
        _ = vterm_screen_get_cell(screen, VTermPos(row: CInt(y), col: CInt(x)), &cell)
        // libvterm sets no pen in the right half of a wide character.
        if cell.chars.0 == .max { return Cell(text: "", pen: self.cell(x: x - 1, y: y).pen) }
        let scalars = withUnsafeBytes(of: cell.chars) { characters in
            characters.bindMemory(to: UInt32.self).prefix { $0 != 0 }
                .compactMap(Unicode.Scalar.init)
        }
        // Of an erased cell only the background is seen; libvterm 0.1 keeps the whole pen there.
        if cell.chars.0 == 0 { return Cell(text: " ", pen: Pen(background: Colour(cell.bg))) }
        return Cell(text: String(String.UnicodeScalarView(scalars)), pen: Pen(cell))
    }

    /// True if any cell has a colour.
    package var hasColour: Bool {
        (0..<height).contains { y in
            (0..<width).contains { x in
                let pen = cell(x: x, y: y).pen
                return pen.foreground != nil || pen.background != nil
            }
        }
    }

    /// Row of the cursor, from 0.
    package var cursorY: Int { Int(cursor.row) }

    private var cursor: VTermPos {
        var cursor = VTermPos()
        vterm_state_get_cursorpos(vterm_obtain_state(terminal), &cursor)
        return cursor
    }

    private func line(_ y: Int) -> String {
        let row = VTermRect(
            start_row: CInt(y),
            end_row: CInt(y + 1),
            start_col: 0,
            end_col: CInt(width)
        )
        let capacity = width * Int(VTERM_MAX_CHARS_PER_CELL) * 4
        return String(unsafeUninitializedCapacity: capacity) { buffer in
            var count = buffer.withMemoryRebound(to: CChar.self) {
                vterm_screen_get_text(screen, $0.baseAddress, $0.count, row)
            }
            while count > 0, buffer[count - 1] == UInt8(ascii: " ") { count -= 1 }
            return count
        }
    }
}

extension VirtualTerminal.Pen {
    fileprivate init(_ cell: VTermScreenCell) {
        self.init(
            foreground: VirtualTerminal.Colour(cell.fg),
            background: VirtualTerminal.Colour(cell.bg),
            isBold: cell.attrs.bold != 0,
            isItalic: cell.attrs.italic != 0,
            isUnderlined: cell.attrs.underline != 0,
            isReversed: cell.attrs.reverse != 0
        )
    }
}

extension VirtualTerminal.Colour {
    fileprivate init?(_ colour: VTermColor) {
        let type = UInt32(colour.type)
        if type & VTERM_COLOR_DEFAULT_MASK.rawValue != 0 { return nil }
        if type & VTERM_COLOR_TYPE_MASK.rawValue == VTERM_COLOR_INDEXED.rawValue {
            self = .palette(colour.indexed.idx)
        } else {
            self = .direct(red: colour.rgb.red, green: colour.rgb.green, blue: colour.rgb.blue)
        }
    }
}
