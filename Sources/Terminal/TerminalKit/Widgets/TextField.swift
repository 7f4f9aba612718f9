/// One line of text being typed.
///
/// What could not be shown as it is, such as a control or a direction mark, is refused and not
/// silently left out: what is sent is exactly what was seen.
public struct TextField: Equatable, Sendable {
    /// Which characters a field takes.
    ///
    /// Whether they make sense together is the caller's to say.
    public enum Alphabet: Equatable, Sendable {
        /// Everything that can be shown.
        case any
        /// Digits, and the marks that group them and set off decimals: `,` `.` `'` and space.
        case amount
        /// Digits and the marks between the parts of a date: `-` `/` `.`.
        case date
        /// Digits.
        case digits
        /// ASCII letters, digits, space and `-`, as in the numbers of accounts.
        case account
    }

    /// Which characters the field takes.
    public let alphabet: Alphabet
    /// More Unicode scalars than this are refused.
    public let maximumScalarCount: Int
    /// The scalars typed so far.
    public private(set) var scalars: [Unicode.Scalar]
    /// How many scalars stand before the cursor.
    public private(set) var cursor: Int

    /// Makes a field; what it cannot take of the text to start with is left out.
    public init(alphabet: Alphabet = .any, maximumScalarCount: Int = 140, text: String = "") {
        self.alphabet = alphabet
        self.maximumScalarCount = max(0, maximumScalarCount)
        scalars = []
        cursor = 0
        for scalar in text.unicodeScalars { _ = insert(scalar) }
    }

    /// A field for an amount.
    public static func amount(_ text: String = "") -> TextField {
        TextField(alphabet: .amount, maximumScalarCount: 24, text: text)
    }

    /// A field for a day.
    public static func date(_ text: String = "") -> TextField {
        TextField(alphabet: .date, maximumScalarCount: 10, text: text)
    }

    /// A field for the digits of a one-time code.
    public static func code(digitCount: Int = 6) -> TextField {
        TextField(alphabet: .digits, maximumScalarCount: digitCount)
    }

    /// A field for the number of an account.
    public static func account(_ text: String = "") -> TextField {
        TextField(alphabet: .account, maximumScalarCount: 42, text: text)
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

    /// Replaces what was typed; the cursor goes to the end.
    public mutating func setText(_ text: String) {
        self = TextField(alphabet: alphabet, maximumScalarCount: maximumScalarCount, text: text)
    }

    /// Forgets what was typed.
    public mutating func clear() {
        scalars = []
        cursor = 0
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
            if let reason = attempt.insert(scalar) {
                return "Nothing was pasted. \(reason)"
            }
        }
        self = attempt
        return nil
    }

    /// Takes a key of a text field; every letter is text.
    public mutating func handle(_ key: Key) -> WidgetOutcome {
        switch key {
        case .character(let scalar):
            return insert(scalar).map { .refused($0) } ?? .handled
        case .left: cursor = boundary(before: cursor)
        case .right: cursor = boundary(after: cursor)
        case .home: cursor = 0
        case .end: cursor = scalars.count
        case .backspace: remove(from: boundary(before: cursor))
        case .delete: scalars.removeSubrange(cursor..<boundary(after: cursor))
        case .control("w"): remove(from: wordStart)
        case .control("u"): remove(from: 0)
        case .control("k"): scalars.removeSubrange(cursor...)
        default: return .ignored
        }
        return .handled
    }

    private mutating func remove(from start: Int) {
        scalars.removeSubrange(start..<cursor)
        cursor = start
    }

    private func refusal(of scalar: Unicode.Scalar) -> SafeText? {
        let isDigit = (0x30...0x39).contains(scalar.value)
        switch alphabet {
        case .any:
            return refusalOfText(scalar)
        case .amount:
            return isDigit || [",", ".", "'", " "].contains(scalar)
                ? nil : "An amount takes digits and a decimal mark"
        case .date:
            return isDigit || ["-", "/", "."].contains(scalar)
                ? nil : "A date takes digits, such as 2026-11-21"
        case .digits:
            return isDigit ? nil : "A code takes digits"
        case .account:
            let isLetter = scalar.properties.isAlphabetic && scalar.isASCII
            return isDigit || isLetter || scalar == " " || scalar == "-"
                ? nil : "An account takes letters and digits"
        }
    }

    /// Why a character that should stand in free text cannot: only what is shown exactly as it is
    /// sent is taken.
    private func refusalOfText(_ scalar: Unicode.Scalar) -> SafeText? {
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
