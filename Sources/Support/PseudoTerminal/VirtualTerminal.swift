/// A terminal without a window: the screen that a person would see.
///
/// Tests compare the screen and not the bytes, because there are many ways to draw the same screen.
/// It knows the sequences that ncurses sends for the xterm, screen, tmux, linux and vt100 families.
/// All others are recorded in ``unknownSequences``, so that a test notices.
public struct VirtualTerminal: Sendable {
    /// The style in which characters are drawn.
    public struct Pen: Hashable, Sendable {
        /// Foreground colour as a palette index; nil for the terminal's default.
        public var foreground: Int?
        /// Background colour as a palette index; nil for the terminal's default.
        public var background: Int?
        /// True for bold text.
        public var isBold = false
        /// True for faint text.
        public var isDim = false
        /// True for italic text.
        public var isItalic = false
        /// True for underlined text.
        public var isUnderlined = false
        /// True if foreground and background are swapped.
        public var isReversed = false

        /// Creates the default style of a terminal.
        public init() {}
    }

    /// One cell of the screen.
    public struct Place: Hashable, Sendable {
        /// The character with its combining marks; empty in the right half of a wide one.
        public var text = " "
        /// The style of the character.
        public var pen = Pen()
    }

    /// Number of columns of the screen.
    public internal(set) var width: Int
    /// Number of rows of the screen.
    public internal(set) var height: Int
    /// Column of the cursor, from 0.
    public internal(set) var cursorX = 0
    /// Row of the cursor, from 0.
    public internal(set) var cursorY = 0
    /// True if the cursor is shown.
    public internal(set) var isCursorVisible = true
    /// True if the alternate screen is shown.
    public internal(set) var isAlternate = false
    /// True in application mode for the arrow keys (`smkx`).
    public internal(set) var hasApplicationKeys = false
    /// Active DEC private modes, such as 2004 for bracketed paste.
    public internal(set) var privateModes: Set<Int> = []
    /// Number of times the bell rang.
    public internal(set) var bells = 0
    /// Sequences that this model does not know.
    public internal(set) var unknownSequences: [String] = []
    /// The last window title; nil if none was set.
    public internal(set) var title: String?

    var places: [[Place]]
    var hiddenPlaces: [[Place]]
    var pen = Pen()
    var saved = SavedCursor()
    var savedForAlternate = SavedCursor()
    var scrollTop = 0
    var scrollBottom: Int
    var isWrapPending = false
    var lastPrinted: Unicode.Scalar = " "
    var drawsLines = [false, false]
    var shift = 0
    var parser = ControlParser()

    struct SavedCursor {
        var x = 0
        var y = 0
        var pen = Pen()
    }

    /// Creates an empty terminal of a size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        scrollBottom = height - 1
        let row = Array(repeating: Place(), count: width)
        places = Array(repeating: row, count: height)
        hiddenPlaces = places
        CharacterWidth.prepare()
    }

    /// Processes the output of a program.
    public mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if let action = parser.take(byte) { perform(action) }
        }
    }

    /// The rows as text, without trailing spaces.
    public var lines: [String] {
        places.map { row in
            var line = row.map(\.text).joined()[...]
            while line.last == " " { line.removeLast() }
            return String(line)
        }
    }

    /// The whole screen as text.
    public var text: String { lines.joined(separator: "\n") }

    /// Returns the cell in a column and a row.
    public func place(x: Int, y: Int) -> Place { places[y][x] }

    /// True if any cell has a colour.
    public var hasColour: Bool {
        places.joined().contains { $0.pen.foreground != nil || $0.pen.background != nil }
    }

    /// Returns true if some row contains a text.
    public func contains(_ text: String) -> Bool {
        lines.contains { $0.contains(text) }
    }

    /// Resizes the screen without reflow, keeping the top left corner.
    public mutating func resize(width: Int, height: Int) {
        func fitted(_ rows: [[Place]]) -> [[Place]] {
            (0..<height).map { y in
                (0..<width).map { x in
                    y < rows.count && x < rows[y].count ? rows[y][x] : Place()
                }
            }
        }
        places = fitted(places)
        hiddenPlaces = fitted(hiddenPlaces)
        self.width = width
        self.height = height
        scrollTop = 0
        scrollBottom = height - 1
        cursorX = min(cursorX, width - 1)
        cursorY = min(cursorY, height - 1)
        isWrapPending = false
    }

    mutating func perform(_ action: ControlParser.Action) {
        switch action {
        case .print(let scalar): print(scalar)
        case .control(let byte): control(byte)
        case .escape(let intermediate, let final): escape(intermediate, final)
        case .sequence(let sequence): performSequence(sequence)
        case .command(let text): title = text.split(separator: ";").last.map(String.init)
        case .unknown(let text): unknownSequences.append(text)
        }
    }
}
