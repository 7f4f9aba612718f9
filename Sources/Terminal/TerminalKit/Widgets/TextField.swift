/// One line of text being typed.
///
/// What can be shown is kept, whether it makes sense or not: the caller judges the whole text. What
/// could not be shown as it is, such as a control or a direction mark, is refused, and so is what
/// finds no room; ``refusal`` says so until something is taken out again, so that nobody goes on
/// without what was typed. A paste that is refused as a whole leaves what stands there as it was;
/// ``warning`` says so until the next key.
public struct TextField: Equatable, Sendable {
    /// More Unicode scalars than this are refused.
    public let maximumScalarCount: Int
    /// The scalars typed so far.
    public private(set) var scalars: [Unicode.Scalar]
    /// How many scalars stand before the cursor.
    public private(set) var cursor: Int
    /// The reason why a character that was typed is missing, and what to do; nil when none is.
    ///
    /// Do not go on with the text while there is a reason.
    public private(set) var refusal: SafeText?
    /// The reason why nothing of the last paste was taken; nil when all of it was.
    ///
    /// Nothing is missing in what stands in the field, so it may be gone on with.
    public private(set) var warning: SafeText?

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
            guard let misfit = attempt.take(scalar) else { continue }
            warning = "Nothing was taken: \(misfit.inPaste(maximumScalarCount))."
            return warning
        }
        self = attempt
        return nil
    }

    /// Forgets what was typed.
    public mutating func clear() {
        scalars = []
        cursor = 0
        refusal = nil
        warning = nil
    }

    /// Forgets that a paste was refused: whoever pressed a key has seen it.
    public mutating func forgetWarning() {
        warning = nil
    }

    /// Puts a character at the cursor.
    ///
    /// - Returns: Why it was not taken; nil when it was.
    public mutating func insert(_ scalar: Unicode.Scalar) -> SafeText? {
        take(scalar)?.whenTyped(maximumScalarCount)
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
        warning = nil
        var attempt = self
        for scalar in trimmed {
            guard let misfit = attempt.take(scalar) else { continue }
            warning = "Nothing was pasted: \(misfit.inPaste(maximumScalarCount))."
            return warning
        }
        self = attempt
        return nil
    }

    /// Takes a key of a text field; every letter is text.
    public mutating func handle(_ key: Key) -> WidgetOutcome {
        warning = nil
        switch key {
        case .character(let scalar):
            return type(scalar).map { .refused($0) } ?? .handled
        case .left: cursor = boundary(before: cursor)
        case .right: cursor = boundary(after: cursor)
        // As in a shell's line; where screen or tmux takes Ctrl-A, Home is left.
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = scalars.count
        case .backspace: remove(boundary(before: cursor)..<cursor)
        case .delete: remove(cursor..<boundary(after: cursor))
        case .control("w"): remove(wordStart..<cursor)
        case .control("u"): remove(0..<cursor)
        case .control("k"): remove(cursor..<scalars.count)
        default: return .ignored
        }
        return .handled
    }

    /// Takes a character that was typed, or remembers that it is missing.
    private mutating func type(_ scalar: Unicode.Scalar) -> SafeText? {
        guard let reason = insert(scalar) else { return nil }
        refusal = reason
        return reason
    }

    /// Takes characters out; with none to take out here, what is missing is missing still.
    private mutating func remove(_ places: Range<Int>) {
        // Whoever takes something out of an empty field means what was refused.
        if scalars.isEmpty { refusal = nil }
        guard !places.isEmpty else { return }
        scalars.removeSubrange(places)
        cursor = places.lowerBound
        refusal = nil
    }

    /// Puts a character at the cursor, if it can stand there.
    ///
    /// - Returns: What is wrong with it; nil when it was taken.
    private mutating func take(_ scalar: Unicode.Scalar) -> Misfit? {
        if let misfit = misfit(scalar) { return misfit }
        guard scalars.count < maximumScalarCount else { return .room }
        scalars.insert(scalar, at: cursor)
        cursor += 1
        return nil
    }

    /// The reason why a character cannot stand in the field: only what is shown as it is sent is
    /// taken.
    private func misfit(_ scalar: Unicode.Scalar) -> Misfit? {
        switch ScalarClass(scalar) {
        case .drawn:
            return nil
        case .space:
            return scalar == " " ? nil : .space
        case .mark:
            // A mark needs something to stand on, and a cell holds no more than two.
            let before = scalars[..<cursor].reversed().prefix(while: \.isMark).count
            return before < cursor && before < TextCell.maximumMarks
                ? nil : .accent
        case .bidirectional, .hidden, .control, .undrawable:
            return .undrawable
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

extension TextField {
    /// What is wrong with a character that is not taken.
    fileprivate enum Misfit {
        /// The field is full.
        case room
        /// It is a space other than the plain one.
        case space
        /// It is an accent without a letter, or one too many.
        case accent
        /// It cannot be shown as it is.
        case undrawable

        /// The words where it was typed and is missing now, and what to do.
        func whenTyped(_ limit: Int) -> SafeText {
            let what: SafeText =
                switch self {
                case .room: "Only \(limit) characters fit; the rest was not taken."
                case .space: "Only plain spaces are taken, and that was another."
                case .accent: "That accent was not taken."
                case .undrawable: "That character cannot be shown and was not taken."
                }
            return what + " Change it to go on."
        }

        /// The words where it stands in a text that is taken as a whole or not at all.
        func inPaste(_ limit: Int) -> SafeText {
            switch self {
            case .room: "only \(limit) characters fit"
            case .space: "it holds a space other than the plain one"
            case .accent: "it holds an accent that no letter can have"
            case .undrawable: "it holds what cannot be shown, such as a tab or a line end"
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether the scalar combines with the one before it.
    fileprivate var isMark: Bool { ScalarClass(self) == .mark }
}
