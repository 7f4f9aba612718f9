/// Input fields, one under another.
package struct FormModel: Equatable, Sendable {
    /// The fields in order.
    package var fields: [Field]
    /// Index of the focused field; nil if the focus is elsewhere.
    package var focused: Int?

    /// Creates a form from its fields.
    package init(fields: [Field], focused: Int? = nil) {
        self.fields = fields
        self.focused = focused
    }

    /// The focused field; nil if the focus is elsewhere.
    package var focusedField: Field? {
        focused.flatMap { fields.indices.contains($0) ? fields[$0] : nil }
    }
}

/// Input field of a form.
package struct Field: Equatable, Sendable {
    /// Type of a field's content, which decides how it is drawn and read out.
    package enum Kind: Equatable, Sendable {
        /// Any text in one line.
        case text
        /// A secret, of which only the length is visible.
        case masked
        /// An amount of money, of which typed text is never clipped.
        case amount
        /// An account at this bank or elsewhere.
        case account
        /// A date without a time.
        case date
        /// The digits of a one-time code.
        case code
    }

    /// Current content of a field.
    package enum Content: Equatable, Sendable {
        /// Text, and the number of cells before the cursor.
        case text(SafeText, cursorColumn: Int)
        /// Number of characters typed of a secret.
        case masked(count: Int)
    }

    /// Identifier of the field within its form; never shown.
    package var id: String
    /// Type of the field's content.
    package var kind: Kind
    /// Label shown beside the field.
    package var label: SafeText
    /// Shorter label for narrow screens; nil if ``label`` is short enough.
    package var shortLabel: SafeText?
    /// Current content of the field.
    package var content: Content
    /// Word after the field, such as the currency.
    package var suffix: SafeText?
    /// Error in the content; nil if none is known.
    package var error: SafeText?
    /// Reason why the last paste was rejected; shown only if there is no error.
    package var warning: SafeText?
    /// Instruction for filling the field in.
    package var hint: SafeText?

    /// Error or else warning about the last input; nil if there is none.
    package var complaint: SafeText? { error ?? warning }

    /// True if the field is empty.
    package var isEmpty: Bool {
        switch content {
        case .text(let text, _): text.width == 0
        case .masked(let count): count == 0
        }
    }

    /// Creates a field with its content.
    package init(
        id: String,
        kind: Kind,
        label: SafeText,
        shortLabel: SafeText? = nil,
        content: Content,
        suffix: SafeText? = nil,
        error: SafeText? = nil,
        warning: SafeText? = nil,
        hint: SafeText? = nil
    ) {
        self.id = id
        self.kind = kind
        self.label = label
        self.shortLabel = shortLabel
        self.content = content
        self.suffix = suffix
        self.error = error
        self.warning = warning
        self.hint = hint
    }
}

/// Dialog with a question, shown in front of everything else.
package struct DialogModel: Equatable, Sendable {
    /// Title of the dialog.
    package var title: SafeText
    /// The question, in sentences.
    package var paragraphs: [SafeText]
    /// Facts about the objects that the answer affects.
    package var facts: [Fact]
    /// Form to complete before answering; nil if none is needed.
    package var form: FormModel?
    /// Buttons for the answers.
    package var buttons: ButtonsModel

    /// Creates a dialog with the focus on the first safe button, unless its form has the focus.
    package init(
        title: SafeText,
        paragraphs: [SafeText] = [],
        facts: [Fact] = [],
        form: FormModel? = nil,
        buttons: [Button],
        focused: Int? = nil
    ) {
        self.title = title
        self.paragraphs = paragraphs
        self.facts = facts
        self.form = form
        let initial = form?.focused == nil ? buttons.safeIndex : nil
        self.buttons = ButtonsModel(buttons, focused: focused ?? initial)
    }
}
