/// Single line of text being typed.
///
/// Any displayable text is accepted, and the caller validates the whole. Characters that cannot be
/// displayed as they are, such as control characters or direction marks, are refused, as are
/// characters beyond the limit. ``refusal`` reports that until something is deleted, so that the
/// user does not continue without typed characters. In an empty field any deleting key clears it. A
/// rejected paste leaves the content unchanged. ``warning`` reports it until the next key.
package struct TextField: Equatable, Sendable {
    /// Maximum number of Unicode scalars; further ones are refused.
    package let maximumScalarCount: Int
    /// The scalars typed so far.
    package private(set) var scalars: [Unicode.Scalar]
    /// Number of scalars before the cursor.
    package private(set) var cursor: Int
    /// Reason why a typed character is missing, with a remedy; nil if none is missing.
    ///
    /// Do not use the text while there is a reason.
    package var refusal: SafeText? { missing.reason }
    /// Reason why the last paste was rejected; nil if it was accepted.
    ///
    /// The content lacks nothing, so it may be used.
    package private(set) var warning: SafeText?
    private var missing = MissingText()

    /// Creates a field with initial text, without the characters that it cannot hold.
    package init(maximumScalarCount: Int, text: String = "") {
        self.maximumScalarCount = max(0, maximumScalarCount)
        scalars = []
        cursor = 0
        for scalar in text.unicodeScalars { _ = insert(scalar) }
    }

    /// Returns a field long enough for any amount, and for text that is recognisably not an amount.
    package static func amount(_ text: String = "") -> TextField {
        TextField(maximumScalarCount: 36, text: text)
    }

    /// Text typed so far.
    package var text: String {
        Self.string(scalars[...])
    }

    /// True if the field is empty.
    package var isEmpty: Bool { scalars.isEmpty }

    /// The typed text for display.
    package var shown: SafeText { SafeText(trusted: text) }

    /// Number of cells before the cursor.
    package var cursorColumn: Int { SafeText(trusted: Self.string(scalars[..<cursor])).width }

    /// Content that the screen shows.
    package var content: Field.Content { .text(shown, cursorColumn: cursorColumn) }

    /// Replaces the typed text, all or nothing; returns the reason if it was rejected.
    package mutating func replace(with text: String) -> SafeText? {
        let empty = TextField(maximumScalarCount: maximumScalarCount)
        return insertAll(text.unicodeScalars, in: empty, otherwise: "Nothing was taken")
    }

    /// Erases the text, the refusal and the warning.
    package mutating func clear() {
        scalars = []
        cursor = 0
        missing.clear()
        warning = nil
    }

    /// Clears the warning about a rejected paste, which the user has seen by the next key press.
    package mutating func forgetWarning() {
        warning = nil
    }

    /// Inserts a character at the cursor; returns the reason if it was refused.
    package mutating func insert(_ scalar: Unicode.Scalar) -> SafeText? {
        add(scalar)?.whenTyped(maximumScalarCount)
    }

    /// Inserts pasted text at the cursor, all or nothing; returns the reason if it was rejected.
    ///
    /// Line ends, tabs and spaces around it are trimmed. A line end inside it is refused, as is
    /// every other control character.
    package mutating func paste(_ pasted: String) -> SafeText? {
        warning = nil
        return insertAll(PasteEdges.trimmed(pasted), in: self, otherwise: "Nothing was pasted")
    }

    /// Becomes a field with all characters inserted, or is left as it is, with a warning.
    private mutating func insertAll(
        _ scalars: some Sequence<Unicode.Scalar>,
        in field: TextField,
        otherwise refusal: SafeText
    ) -> SafeText? {
        var attempt = field
        for scalar in scalars {
            guard let misfit = attempt.add(scalar) else { continue }
            warning = "\(refusal): \(misfit.inPaste(maximumScalarCount))."
            return warning
        }
        self = attempt
        return nil
    }

    /// Handles a key press; every printable character is text.
    package mutating func handle(_ key: Key) -> WidgetOutcome {
        warning = nil
        switch key {
        case .character(let scalar):
            return type(scalar).map { .refused($0) } ?? .handled
        case .left: cursor = boundary(before: cursor)
        case .right: cursor = boundary(after: cursor)
        // Same keys as in a shell. Home replaces Ctrl-A where screen or tmux takes it.
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

    /// Inserts a typed character, or records that it is missing.
    private mutating func type(_ scalar: Unicode.Scalar) -> SafeText? {
        guard let reason = insert(scalar) else { return nil }
        missing.miss(reason)
        return reason
    }

    /// Deletes a range of characters.
    private mutating func remove(_ places: Range<Int>) {
        missing.takeOut(places.count, of: scalars.count)
        scalars.removeSubrange(places)
        cursor = places.lowerBound
    }

    /// Inserts a character at the cursor, or returns the problem with it.
    private mutating func add(_ scalar: Unicode.Scalar) -> Misfit? {
        if let misfit = misfit(scalar) { return misfit }
        guard scalars.count < maximumScalarCount else { return .room }
        scalars.insert(scalar, at: cursor)
        cursor += 1
        return nil
    }

    /// Returns the reason why a character is not displayed exactly as it is sent, or nil.
    private func misfit(_ scalar: Unicode.Scalar) -> Misfit? {
        switch ScalarClass(scalar) {
        case .drawn:
            return nil
        case .space:
            return scalar == " " ? nil : .space
        case .mark:
            // A mark needs a base character, and a cell holds at most two marks.
            let before = scalars[..<cursor].reversed().prefix(while: \.isMark).count
            return before < cursor && before < TextCell.maximumMarks
                ? nil : .accent
        case .bidirectional, .hidden, .control, .undrawable:
            return .undrawable
        }
    }

    /// Returns the start of the character before a place, of which its marks are a part.
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
}

extension TextField {
    /// Reason why a character is refused.
    fileprivate enum Misfit {
        /// The field is full.
        case room
        /// It is a space other than the plain one.
        case space
        /// An accent without a letter, or one too many.
        case accent
        /// The character cannot be displayed as it is.
        case undrawable

        /// Returns the message for a refused typed character, with a remedy.
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

        /// Returns the clause about a character in text that is accepted as a whole or not at all.
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
    /// True if the scalar combines with the one before it.
    fileprivate var isMark: Bool { ScalarClass(self) == .mark }
}
