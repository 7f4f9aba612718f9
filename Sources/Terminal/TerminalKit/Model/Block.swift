/// One block of a screen's content.
package enum Block: Equatable, Sendable {
    /// A heading of one line.
    case heading(SafeText)
    /// Paragraphs of text that wrap.
    ///
    /// If rows are short, muted texts are left out first. An optional text is cut to its first
    /// paragraph and then left out. An optional warning or error is cut further only after the
    /// facts that may be dropped: first to its first line, then altogether.
    case text([SafeText], role: StyleRole = .text, isOptional: Bool = false)
    /// Labels with their values.
    case facts([Fact])
    /// A table of which only a window is loaded.
    case list(ListModel)
    /// A form with input fields.
    case form(FormModel)
    /// A row of action buttons.
    case buttons(ButtonsModel)
    /// A horizontal line across the content.
    case rule
    /// An empty row between blocks.
    case space

    /// Returns a block of paragraphs in the ordinary text role.
    package static func text(_ paragraphs: SafeText...) -> Block {
        .text(paragraphs, role: .text)
    }
}

/// A label and its value.
package struct Fact: Equatable, Sendable {
    /// Label of the value, always our own text.
    package var label: SafeText
    /// Value shown beside the label.
    package var value: CellContent
    /// Remark after the value, such as its age.
    package var note: SafeText?
    /// Order in which facts are dropped if rows are short: 2 before 1, 0 never.
    package var dropPriority: Int

    /// Creates a fact from a label and a value.
    package init(
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

/// Content of a table cell or a fact.
package enum CellContent: Equatable, Sendable {
    /// Our own text, or a value that we formatted.
    case text(SafeText, role: StyleRole = .text)
    /// An amount of money, which is never clipped.
    case amount(AmountContent)
    /// A state, shown as a mark and a word.
    case status(StatusContent)
    /// Untrusted text, shown with a warning if it could mislead.
    ///
    /// If there is too little room, the words are shortened and the end stays, such as the digits
    /// that tell accounts apart.
    case untrusted(SafeText, end: SafeText = .empty)
    /// No content at all.
    case empty
}

/// Amount of money, formatted for display.
package struct AmountContent: Equatable, Sendable {
    /// The number as printed, sign and grouping included, such as "-1,20,000.00".
    package var number: SafeText
    /// Number of digits after the decimal mark; 0 if there is none.
    package var fractionDigitCount: Int
    /// The currency as printed, such as "INR"; nil if the column title names it.
    package var currency: SafeText?
    /// Display role of the amount, such as ``StyleRole/amountNegative``.
    package var role: StyleRole
    /// Word beside the number, such as "CR", "DR" or "held".
    package var word: SafeText?

    /// Creates the content for a formatted amount.
    package init(
        _ number: SafeText,
        fractionDigitCount: Int = 2,
        currency: SafeText? = nil,
        role: StyleRole = .text,
        word: SafeText? = nil
    ) {
        self.number = number
        self.fractionDigitCount = fractionDigitCount
        self.currency = currency
        self.role = role
        self.word = word
    }
}

/// State, shown as a mark and a word, of which the word alone must be enough.
package struct StatusContent: Equatable, Sendable {
    /// Mark in front of the word.
    package var symbol: Symbol
    /// The word, such as "pending".
    package var word: SafeText
    /// Role in which both are drawn.
    package var role: StyleRole

    /// Creates a state from its mark, word and role.
    package init(_ symbol: Symbol, _ word: SafeText, role: StyleRole) {
        self.symbol = symbol
        self.word = word
        self.role = role
    }
}

/// Row of action buttons.
package struct ButtonsModel: Equatable, Sendable {
    /// The buttons in reading order; may be empty.
    package var buttons: [Button]
    /// Index of the focused button; nil if the focus is elsewhere.
    package var focused: Int?

    /// Creates a row of buttons.
    package init(_ buttons: [Button], focused: Int? = nil) {
        self.buttons = buttons
        self.focused = focused
    }

    /// Index of the focused button; nil if there is no such button.
    var focusedIndex: Int? { focused.flatMap { buttons.indices.contains($0) ? $0 : nil } }
}

/// Action that Enter runs while the button has the focus.
package struct Button: Equatable, Sendable {
    /// Consequence of pressing a button.
    package enum Kind: Equatable, Sendable {
        /// Leaves everything as it is; the focus starts on this button.
        case safe
        /// Continues without moving money or removing anything.
        case ordinary
        /// Moves money or removes something.
        case danger
    }

    /// Identifier of the button within its row; never shown.
    package var id: String
    /// Text on the button.
    package var title: SafeText
    /// Consequence of pressing the button.
    package var kind: Kind
    /// Reason why the button cannot be pressed now; nil if it can.
    package var disabledReason: SafeText?

    /// Creates a button with an identifier and a title.
    package init(
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

extension [Button] {
    /// Index of the first safe button, on which the focus starts, or else of the first button.
    var safeIndex: Int? { firstIndex { $0.kind == .safe } ?? indices.first }
}
