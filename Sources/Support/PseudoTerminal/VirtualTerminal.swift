/// A terminal without a window: what a program sent, as a person would see it.
///
/// Tests compare this and not the bytes, because there are many ways to send the same screen. It
/// knows what ncurses sends for the xterm, screen, tmux, linux and vt100 families; whatever else
/// arrives is kept in ``unknownSequences`` so that a test notices.
public struct VirtualTerminal: Sendable {
    /// How characters are drawn.
    public struct Pen: Hashable, Sendable {
        /// The palette entry of the letters; nil is the terminal's own.
        public var foreground: Int?
        /// The palette entry behind them; nil is the terminal's own.
        public var background: Int?
        /// Bold.
        public var isBold = false
        /// Faint.
        public var isDim = false
        /// Slanted.
        public var isItalic = false
        /// Underlined.
        public var isUnderlined = false
        /// Letters and ground exchanged.
        public var isReversed = false

        /// Makes the pen that a terminal starts with.
        public init() {}
    }

    /// One column of one row.
    public struct Place: Hashable, Sendable {
        /// The character with its marks; empty in the right half of a wide one.
        public var text = " "
        /// How it is drawn.
        public var pen = Pen()
    }

    /// Columns.
    public internal(set) var width: Int
    /// Rows.
    public internal(set) var height: Int
    /// The cursor's column, from 0.
    public internal(set) var cursorX = 0
    /// The cursor's row, from 0.
    public internal(set) var cursorY = 0
    /// Whether the cursor is seen.
    public internal(set) var isCursorVisible = true
    /// Whether the alternate screen is shown.
    public internal(set) var isAlternate = false
    /// Whether the arrows send what applications ask for (`smkx`).
    public internal(set) var hasApplicationKeys = false
    /// DEC private modes that are on, such as 2004 for bracketed paste.
    public internal(set) var privateModes: Set<Int> = []
    /// How often the bell rang.
    public internal(set) var bells = 0
    /// Sequences that this model does not know.
    public internal(set) var unknownSequences: [String] = []
    /// The window title that was set last.
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

    /// Makes an empty terminal.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        scrollBottom = height - 1
        let row = Array(repeating: Place(), count: width)
        places = Array(repeating: row, count: height)
        hiddenPlaces = places
        CharacterWidth.prepare()
    }

    /// Takes what a program sent.
    public mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if let action = parser.take(byte) { perform(action) }
        }
    }

    /// The rows as text, without the spaces at their ends.
    public var lines: [String] {
        places.map { row in
            var line = row.map(\.text).joined()[...]
            while line.last == " " { line.removeLast() }
            return String(line)
        }
    }

    /// The whole screen as text.
    public var text: String { lines.joined(separator: "\n") }

    /// What stands in one column of one row.
    public func place(x: Int, y: Int) -> Place { places[y][x] }

    /// Whether a colour is set anywhere on the screen.
    public var hasColour: Bool {
        places.joined().contains { $0.pen.foreground != nil || $0.pen.background != nil }
    }

    /// Whether some text stands anywhere in one row.
    public func contains(_ text: String) -> Bool {
        lines.contains { $0.contains(text) }
    }

    /// Changes the size as a window does that does not reflow: from the top left corner.
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
