import Cryptography
import TerminalKit

/// Form with typed fields: their inputs and errors, and the focus.
struct Form<FieldID: FormField>: Sendable {
    /// Fields that are asked for, in reading order.
    private(set) var fields: [FieldID]
    /// Field that receives keys.
    private(set) var focused: FieldID
    private var inputs: [FieldID: FieldInput] = [:]
    /// Contents at submission, shown instead of the emptied secrets; nil while nothing is submitted.
    private var submitted: [FieldID: Field.Content]?

    /// Creates an empty form with the focus on a field.
    init(focus: FieldID) {
        fields = Array(FieldID.allCases)
        focused = focus
        for field in FieldID.allCases { inputs[field] = field.makeInput() }
    }

    /// Input of a field, whether or not the field is asked for.
    subscript(field: FieldID) -> FieldInput {
        get { inputs[field, default: field.makeInput()] }
        set { inputs[field] = newValue }
    }

    /// Limits the form to some of its fields, of which the first gets the focus.
    mutating func ask(for newFields: [FieldID]) {
        fields = newFields
        if let first = newFields.first { focused = first }
    }

    // MARK: - Focus

    /// Moves the focus to a field.
    mutating func focus(_ field: FieldID) {
        focused = field
    }

    /// Moves the focus by a number of fields, and around at the ends.
    mutating func moveFocus(by step: Int) {
        guard let index = fields.firstIndex(of: focused) else { return }
        focused = fields[(index + step % fields.count + fields.count) % fields.count]
    }

    // MARK: - Input

    /// Edits the focused field.
    mutating func edit(_ edit: FieldEdit) {
        self[focused].edit(edit)
    }

    /// Replaces the secret in the focused field by one that was typed elsewhere.
    mutating func replace(with secret: SharedSecret) {
        self[focused].replace(with: secret)
    }

    /// Removes the warnings about rejected pastes.
    mutating func forgetWarnings() {
        for field in FieldID.allCases { self[field].forgetWarning() }
    }

    /// Removes the errors that were found, but not those of incomplete input.
    mutating func forgetErrors() {
        for field in FieldID.allCases { self[field].judge(nil) }
    }

    /// Shows an error beside a field, or none, and moves the focus there.
    mutating func show(_ error: SafeText?, beside field: FieldID) {
        self[field].judge(error)
        focused = field
    }

    // MARK: - Submission

    /// Returns true if every field can be submitted; otherwise moves to one that is empty or wrong.
    ///
    /// In a field with content, Enter moves on. Errors are shown only if nothing is left to fill
    /// in.
    mutating func advance() -> Bool {
        let empty = fields.filter { self[$0].isEmpty }
        guard let firstEmpty = empty.first else {
            guard let wrong = fields.first(where: { !self[$0].validate() }) else { return true }
            focused = wrong
            return false
        }
        let following = fields.drop { $0 != focused }.dropFirst()
        if !self[focused].isEmpty, let next = following.first(where: empty.contains) {
            focused = next
        } else {
            for field in empty { self[field].judge("is needed") }
            focused = firstEmpty
        }
        return false
    }

    /// Keeps showing the present contents while the secrets are being checked elsewhere.
    ///
    /// A form that is emptied meanwhile would look refused.
    mutating func submit() {
        submitted = Dictionary(uniqueKeysWithValues: fields.map { ($0, self[$0].content) })
    }

    /// Shows the current contents again, after the submission was answered.
    mutating func reopen() {
        submitted = nil
    }

    // MARK: - Display

    /// Returns the display model; `complete` adds to a field what depends on more than its input.
    func model(
        isFocused: Bool,
        _ complete: (FieldID, inout Field) -> Void = { _, _ in }
    ) -> FormModel {
        let shown = fields.map { id in
            let input = self[id]
            var field = Field(
                id: id.rawValue,
                kind: id.kind,
                label: id.label,
                content: submitted?[id] ?? input.content,
                error: input.error,
                warning: input.warning,
                hint: id.hint
            )
            complete(id, &field)
            return field
        }
        return FormModel(fields: shown, focused: isFocused ? fields.firstIndex(of: focused) : nil)
    }
}
