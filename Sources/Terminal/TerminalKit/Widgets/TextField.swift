/// One line of text being typed.
///
/// What can be shown is kept, whether it makes sense or not: the caller judges the whole text. What
/// could not be shown as it is, such as a control or a direction mark, is refused, and so is what
/// finds no room; ``refusal`` says so until something is taken out again, so that nobody goes on
/// without what was typed.
public struct TextField: Equatable, Sendable {
    /// More Unicode scalars than this are refused.
    public let maximumScalarCount: Int
    /// The scalars typed so far.
    public private(set) var scalars: [Unicode.Scalar]
    /// How many scalars stand before the cursor.
    public private(set) var cursor: Int
    /// Why the field does not hold what was typed or pasted last; nil when it does.
    ///
    /// Do not go on with the text while there is a reason.
    public private(set) var refusal: SafeText?
    /// Whether a character that was typed is missing in the text.
    private var lacksCharacters = false

    /// Makes a field; what it cannot take of the text to start with is left out.
    public init(maximumScalarCount: Int, text: String = "") {
        self.maximumScalarCount = max(0, maximumScalarCount)
        scalars = []
        cursor = 0
        for scalar in text.unicodeScalars { _ = insert(scalar) }
    }

    /// A field for an amount; wide enough for any, and for what shows that something is none.
    public static func amount(_ text: String = "") -> TextField {
        TextField(maximumScalarCount: 36, text: text)
    }

    /// What was typed.
    public var text: String {
        Self.string(scalars[...])
    }

    /// Whether nothing was typed.
    public var isEmpty: Bool { scalars.isEmpty }

    /// What was typed, to be drawn.
    public var shown: SafeText { SafeText(trusted: text) }

    /// The cells before the cursor.
    public var cursorColumn: Int { SafeText(trusted: Self.string(scalars[..<cursor])).width }

    /// What the screen shows of it.
    public var content: Field.Content { .text(shown, cursorColumn: cursorColumn) }

    /// Puts a text in the place of what was typed, all of it or nothing.
    ///
    /// - Returns: Why it was not taken; nil when it was.
    public mutating func replace(with text: String) -> SafeText? {
        var attempt = TextField(maximumScalarCount: maximumScalarCount)
        for scalar in text.unicodeScalars {
            guard let reason = attempt.insert(scalar) else { continue }
            refusal = reason
            return reason
        }
        self = attempt
        return nil
    }

    /// Forgets what was typed.
    public mutating func clear() {
        scalars = []
        cursor = 0
        forgetRefusal()
    }

    /// Puts a character at the cursor.
    ///
    /// - Returns: Why it was not taken; nil when it was.
    public mutating func insert(_ scalar: Unicode.Scalar) -> SafeText? {
        if let reason = refusal(of: scalar) { return reason }
        guard scalars.count < maximumScalarCount else {
            return "There is room for \(maximumScalarCount) characters"
        }
        scalars.insert(scalar, at: cursor)
        cursor += 1
        return nil
    }

    /// Puts pasted text at the cursor, all of it or nothing.
    ///
    /// Line ends and spaces around it go, as they come with what is copied from a page or a
    /// message; a line end inside it is refused, as every other control is.
    ///
    /// - Returns: Why it was not taken; nil when it was.
    public mutating func paste(_ pasted: String) -> SafeText? {
        var trimmed = pasted.unicodeScalars[...]
        while let first = trimmed.first, Self.isEdge(first) { trimmed.removeFirst() }
        while let last = trimmed.last, Self.isEdge(last) { trimmed.removeLast() }
        var attempt = self
        for scalar in trimmed {
            guard let reason = attempt.insert(scalar) else { continue }
            // What was missing before is missing still, and stays the reason.
            if !lacksCharacters { refusal = "Nothing was pasted. \(reason)" }
            return "Nothing was pasted. \(reason)"
        }
        self = attempt
        if !lacksCharacters { refusal = nil }
        return nil
    }

    /// Takes a key of a text field; every letter is text.
    public mutating func handle(_ key: Key) -> WidgetOutcome {
        switch key {
        case .character(let scalar):
            return type(scalar).map { .refused($0) } ?? .handled
        case .left: cursor = boundary(before: cursor)
        case .right: cursor = boundary(after: cursor)
        // As in a shell's line; where screen or tmux takes Ctrl-A, Home is left.
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = scalars.count
        case .backspace: remove(from: boundary(before: cursor))
        case .delete:
            scalars.removeSubrange(cursor..<boundary(after: cursor))
            forgetRefusal()
        case .control("w"): remove(from: wordStart)
        case .control("u"): remove(from: 0)
        case .control("k"):
            scalars.removeSubrange(cursor...)
            forgetRefusal()
        default: return .ignored
        }
        return .handled
    }

    /// Takes a character that was typed, or remembers that it is missing.
    private mutating func type(_ scalar: Unicode.Scalar) -> SafeText? {
        if let reason = insert(scalar) {
            lacksCharacters = true
            refusal = reason
            return reason
        }
        if !lacksCharacters { refusal = nil }
        return nil
    }

    private mutating func remove(from start: Int) {
        scalars.removeSubrange(start..<cursor)
        cursor = start
        forgetRefusal()
    }

    private mutating func forgetRefusal() {
        refusal = nil
        lacksCharacters = false
    }

    /// Why a character cannot stand in the field: only what is shown as it is sent is taken.
    private func refusal(of scalar: Unicode.Scalar) -> SafeText? {
        switch ScalarClass(scalar) {
        case .drawn:
            return nil
        case .space:
            return scalar == " " ? nil : "Only the plain space is accepted"
        case .mark:
            // A mark needs something to stand on, and a cell holds no more than two.
            let before = scalars[..<cursor].reversed().prefix(while: \.isMark).count
            return before < cursor && before < TextCell.maximumMarks
                ? nil : "That accent is not accepted here"
        case .bidirectional, .hidden, .control, .undrawable:
            return "That character cannot be shown and is not accepted"
        }
    }

    /// Where the character before a place begins: a letter and its marks count as one.
    private func boundary(before place: Int) -> Int {
        var start = place
        while start > 0 {
            start -= 1
            if !scalars[start].isMark { break }
        }
        return start
    }

    private func boundary(after place: Int) -> Int {
        var end = min(place + 1, scalars.count)
        while end < scalars.count, scalars[end].isMark { end += 1 }
        return end
    }

    private var wordStart: Int {
        var start = cursor
        while start > 0, scalars[start - 1] == " " { start -= 1 }
        while start > 0, scalars[start - 1] != " " { start -= 1 }
        return start
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func isEdge(_ scalar: Unicode.Scalar) -> Bool {
        [" ", "\t", "\n", "\r"].contains(scalar)
    }
}

extension Unicode.Scalar {
    /// Whether the scalar combines with the one before it.
    fileprivate var isMark: Bool { ScalarClass(self) == .mark }
}
