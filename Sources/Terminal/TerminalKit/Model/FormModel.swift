/// Fields to fill in, one under another.
public struct FormModel: Equatable, Sendable {
    /// The fields in order.
    public var fields: [Field]
    /// Which field has the focus; nil when the focus is elsewhere.
    public var focused: Int?

    /// Makes a form.
    public init(fields: [Field], focused: Int? = nil) {
        self.fields = fields
        self.focused = focused
    }

    /// The field with the focus.
    public var focusedField: Field? {
        focused.flatMap { fields.indices.contains($0) ? fields[$0] : nil }
    }
}

/// A field of a form.
public struct Field: Equatable, Sendable {
    /// What a field takes; decides how it is drawn and read out.
    public enum Kind: Equatable, Sendable {
        /// Words.
        case text
        /// A secret: only how long it is can be seen.
        case masked
        /// An amount; what is typed is never clipped.
        case amount
        /// An account of the bank or elsewhere.
        case account
        /// A day.
        case date
        /// Digits of a one-time code.
        case code
    }

    /// What stands in a field.
    public enum Content: Equatable, Sendable {
        /// The words, and the cells before the cursor.
        case text(SafeText, cursorColumn: Int)
        /// How many characters of a secret were typed.
        case masked(count: Int)
    }

    /// Which field this is within its form; never shown.
    public var id: String
    /// What the field takes.
    public var kind: Kind
    /// What the field is called.
    public var label: SafeText
    /// A shorter label for narrow screens; nil when ``label`` will do.
    public var shortLabel: SafeText?
    /// What stands in it.
    public var content: Content
    /// A word after the field, such as the currency.
    public var suffix: SafeText?
    /// What is wrong with what stands in it; nil when nothing is known to be.
    public var error: SafeText?
    /// The reason why nothing of the last paste was taken; told where there is no error.
    public var warning: SafeText?
    /// How to fill it in.
    public var hint: SafeText?

    /// What is to be told of what was typed or pasted last; nil when nothing is.
    public var complaint: SafeText? { error ?? warning }

    /// Whether nothing was typed.
    public var isEmpty: Bool {
        switch content {
        case .text(let text, _): text.width == 0
        case .masked(let count): count == 0
        }
    }

    /// Makes a field.
    public init(
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

/// A question in front of everything else.
public struct DialogModel: Equatable, Sendable {
    /// What the question is about.
    public var title: SafeText
    /// The question, in sentences.
    public var paragraphs: [SafeText]
    /// What the answer would act on.
    public var facts: [Fact]
    /// What has to be typed before the answer; nil when nothing has.
    public var form: FormModel?
    /// The answers.
    public var buttons: ButtonsModel

    /// Makes a question.
    ///
    /// The focus starts on the first safe button, or in the form when that has it.
    public init(
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
        let first = buttons.firstIndex { $0.kind == .safe } ?? (buttons.isEmpty ? nil : 0)
        let initial = form?.focused == nil ? first : nil
        self.buttons = ButtonsModel(buttons, focused: focused ?? initial)
    }
}
