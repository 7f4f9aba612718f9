/// A piece of a screen's content.
public enum Block: Equatable, Sendable {
    /// A heading of one line.
    case heading(SafeText)
    /// Paragraphs that wrap.
    ///
    /// Where rows are short, muted texts go first. An optional text is cut to its first paragraph and
    /// then goes; one in the role of a warning or an error is cut further and goes only after the
    /// facts that may go: first to its first line, then altogether.
    case text([SafeText], role: Role = .text, isOptional: Bool = false)
    /// Labels with values.
    case facts([Fact])
    /// A table of which only a window is known.
    case list(ListModel)
    /// Fields to fill in.
    case form(FormModel)
    /// Things to do, side by side.
    case buttons(ButtonsModel)
    /// A line across.
    case rule
    /// An empty line.
    case space

    /// Paragraphs in the ordinary role.
    public static func text(_ paragraphs: SafeText...) -> Block {
        .text(paragraphs, role: .text)
    }
}

/// A label and its value.
public struct Fact: Equatable, Sendable {
    /// What the value is, in our words.
    public var label: SafeText
    /// What is shown beside the label.
    public var value: CellContent
    /// A remark after the value, such as how old it is.
    public var note: SafeText?
    /// When the fact goes where rows are too short for everything: 2 goes before 1, 0 never.
    public var dropPriority: Int

    /// Makes a fact.
    public init(
        _ label: SafeText,
        _ value: CellContent,
        note: SafeText? = nil,
        dropPriority: Int = 0
    ) {
        self.label = label
        self.value = value
        self.note = note
        self.dropPriority = dropPriority
    }
}

/// What a table cell or a fact holds.
public enum CellContent: Equatable, Sendable {
    /// Our own words, or a value that we made.
    case text(SafeText, role: Role = .text)
    /// An amount of money; never clipped.
    case amount(AmountContent)
    /// A state, as a mark and a word.
    case status(StatusContent)
    /// Words that somebody else chose, with a warning where they could mislead.
    ///
    /// Where there is no room for all, the words give way and the end stays, such as the digits that
    /// tell accounts apart.
    case untrusted(SafeText, end: SafeText = .empty)
    /// Nothing.
    case empty
}

/// An amount of money, ready to be read.
public struct AmountContent: Equatable, Sendable {
    /// The number as printed, sign and grouping included, such as "-1,20,000.00".
    public var number: SafeText
    /// How many digits stand after the decimal mark; 0 when there is none.
    public var fractionDigitCount: Int
    /// The currency as printed, such as "INR"; nil when the column's title says it.
    public var currency: SafeText?
    /// What kind of amount it is, such as ``Role/amountNegative``.
    public var role: Role
    /// A word beside the number, such as "CR", "DR" or "held".
    public var word: SafeText?

    /// Makes an amount.
    public init(
        _ number: SafeText,
        fractionDigitCount: Int = 2,
        currency: SafeText? = nil,
        role: Role = .text,
        word: SafeText? = nil
    ) {
        self.number = number
        self.fractionDigitCount = fractionDigitCount
        self.currency = currency
        self.role = role
        self.word = word
    }
}

/// A state, as a mark and a word; the word alone must be enough.
public struct StatusContent: Equatable, Sendable {
    /// The mark.
    public var symbol: Symbol
    /// The word, such as "pending".
    public var word: SafeText
    /// The role both are drawn in.
    public var role: Role

    /// Makes a state.
    public init(_ symbol: Symbol, _ word: SafeText, role: Role) {
        self.symbol = symbol
        self.word = word
        self.role = role
    }
}

/// Things to do, side by side.
public struct ButtonsModel: Equatable, Sendable {
    /// The buttons in reading order; none when empty.
    public var buttons: [Button]
    /// Which one has the focus; nil when the focus is elsewhere.
    public var focused: Int?

    /// Makes a row of buttons.
    public init(_ buttons: [Button], focused: Int? = nil) {
        self.buttons = buttons
        self.focused = focused
    }
}

/// Something to do, by Enter while it has the focus.
public struct Button: Equatable, Sendable {
    /// What pressing it means.
    public enum Kind: Equatable, Sendable {
        /// Leaves everything as it is; where the focus starts.
        case safe
        /// Goes on.
        case ordinary
        /// Moves money or takes something away.
        case danger
    }

    /// Which button this is within its row; never shown.
    public var id: String
    /// Its words.
    public var title: SafeText
    /// What pressing it means.
    public var kind: Kind
    /// Why it cannot be pressed now; nil when it can.
    public var disabledReason: SafeText?

    /// Makes a button.
    public init(
        _ id: String,
        _ title: SafeText,
        kind: Kind = .ordinary,
        disabledReason: SafeText? = nil
    ) {
        self.id = id
        self.title = title
        self.kind = kind
        self.disabledReason = disabledReason
    }
}
