/// A field of a form with what was typed into it.
public struct FormField: Equatable, Sendable {
    /// What takes the keys.
    public enum Input: Equatable, Sendable {
        /// Text being typed.
        case text(TextField)
        /// A secret being typed.
        case masked(MaskedField)
        /// One of several.
        case choice(ChoiceField)
    }

    /// Which field this is within its form; never shown.
    public let id: String
    /// What the field takes.
    public let kind: Field.Kind
    /// What the field is called.
    public var label: SafeText
    /// A shorter label for narrow screens.
    public var shortLabel: SafeText?
    /// What takes the keys.
    public var input: Input
    /// A word after the field, such as the currency.
    public var suffix: SafeText?
    /// How to fill it in.
    public var hint: SafeText?
    /// What is wrong with what stands in it; goes when that is changed.
    public var error: SafeText?

    /// Makes a field.
    public init(
        id: String,
        kind: Field.Kind,
        label: SafeText,
        shortLabel: SafeText? = nil,
        input: Input,
        suffix: SafeText? = nil,
        hint: SafeText? = nil
    ) {
        self.id = id
        self.kind = kind
        self.label = label
        self.shortLabel = shortLabel
        self.input = input
        self.suffix = suffix
        self.hint = hint
    }

    /// What was typed; nil where it is a secret or a choice.
    public var text: String? {
        if case .text(let field) = input { field.text } else { nil }
    }

    /// What the screen shows of it.
    public var model: Field {
        let content: Field.Content =
            switch input {
            case .text(let field): field.content
            case .masked(let field): field.content
            case .choice(let field): field.content
            }
        return Field(
            id: id,
            kind: kind,
            label: label,
            shortLabel: shortLabel,
            content: content,
            suffix: suffix,
            error: error,
            hint: hint
        )
    }
}

/// Fields, the buttons under them, and what has the focus.
///
/// Tab, Shift-Tab, Enter and the arrows move the focus; Enter presses a button only where the focus
/// stands on one, and the focus comes to the safe one first. A paste never presses anything.
public struct FormState: Equatable, Sendable {
    /// What has the focus.
    public enum Focus: Equatable, Sendable {
        /// The field at this place.
        case field(Int)
        /// The button that ``buttons`` says.
        case buttons
    }

    /// The fields in order.
    public var fields: [FormField]
    /// The buttons under the fields.
    public var buttons: ButtonRow
    /// What has the focus.
    public private(set) var focus: Focus

    /// Makes a form; the focus starts on the first field, or on the safe button without fields.
    public init(fields: [FormField], buttons: [Button]) {
        self.fields = fields
        self.buttons = ButtonRow(buttons)
        focus = fields.isEmpty ? .buttons : .field(0)
    }

    /// The field with this id; nil when there is none.
    public func field(_ id: String) -> FormField? {
        fields.first { $0.id == id }
    }

    /// Says what is wrong with a field; nil says nothing is.
    public mutating func setError(_ error: SafeText?, of id: String) {
        for index in fields.indices where fields[index].id == id { fields[index].error = error }
    }

    /// Puts the focus on the first field with an error.
    ///
    /// - Returns: Whether there is one.
    public mutating func focusFirstError() -> Bool {
        guard let index = fields.firstIndex(where: { $0.error != nil }) else { return false }
        focus = .field(index)
        return true
    }

    /// Puts the focus on a field; does nothing when there is no such field.
    public mutating func focus(field id: String) {
        guard let index = fields.firstIndex(where: { $0.id == id }) else { return }
        focus = .field(index)
    }

    /// The fields as the screen shows them.
    public var model: FormModel {
        var focused: Int?
        if case .field(let index) = focus { focused = index }
        return FormModel(fields: fields.map(\.model), focused: focused)
    }

    /// The buttons as the screen shows them.
    public var buttonsModel: ButtonsModel {
        buttons.model(isFocused: focus == .buttons)
    }

    /// Takes a key of a form without secrets.
    public mutating func handle(_ key: Key) -> WidgetOutcome {
        var sink = NoSecret()
        return handle(key, sink: &sink)
    }

    /// Takes a key; the characters of a secret go to the sink.
    public mutating func handle<Sink: SecretSink & ~Copyable>(
        _ key: Key,
        sink: inout Sink
    ) -> WidgetOutcome {
        switch key {
        case .tab: moveFocus(by: 1)
        case .backTab: moveFocus(by: -1)
        case .down: moveFocus(by: 1, staysInRow: true)
        case .up: moveFocus(by: -1, staysInRow: true)
        default: return handleWithinFocus(key, sink: &sink)
        }
        return .handled
    }

    /// Puts pasted text into a form without secrets.
    public mutating func paste(_ text: String) -> WidgetOutcome {
        var sink = NoSecret()
        return paste(text, sink: &sink)
    }

    /// Puts pasted text into the field with the focus; anywhere else it is refused.
    public mutating func paste<Sink: SecretSink & ~Copyable>(
        _ text: String,
        sink: inout Sink
    ) -> WidgetOutcome {
        guard case .field(let index) = focus else {
            return .refused("A paste presses nothing")
        }
        switch fields[index].input {
        case .text(var field):
            let reason = field.paste(text)
            fields[index].input = .text(field)
            if reason == nil { fields[index].error = nil }
            return reason.map { .refused($0) } ?? .handled
        case .masked(var field):
            let outcome = field.paste(text, sink: &sink)
            fields[index].input = .masked(field)
            fields[index].error = nil
            return outcome
        case .choice:
            return .refused("Choose with the left and right arrows")
        }
    }

    private mutating func handleWithinFocus<Sink: SecretSink & ~Copyable>(
        _ key: Key,
        sink: inout Sink
    ) -> WidgetOutcome {
        guard case .field(let index) = focus else { return buttons.handle(key) }
        if key == .enter {
            moveFocus(by: 1)
            return .handled
        }
        let before = fields[index].model.content
        let outcome: WidgetOutcome
        switch fields[index].input {
        case .text(var field):
            outcome = field.handle(key)
            fields[index].input = .text(field)
        case .masked(var field):
            outcome = field.handle(key, sink: &sink)
            fields[index].input = .masked(field)
        case .choice(var field):
            outcome = field.handle(key)
            fields[index].input = .choice(field)
        }
        if fields[index].model.content != before { fields[index].error = nil }
        return outcome
    }

    /// Moves the focus through the fields, then the buttons from the safe one on, then round.
    private mutating func moveFocus(by step: Int, staysInRow: Bool = false) {
        let order = buttons.tabOrder
        let stops = fields.count + (staysInRow ? min(1, order.count) : order.count)
        guard stops > 0 else { return }
        var place: Int
        switch focus {
        case .field(let index): place = index
        case .buttons:
            let inRow = buttons.focused.flatMap { order.firstIndex(of: $0) } ?? 0
            place = fields.count + (staysInRow ? 0 : inRow)
        }
        place = (place + step + stops) % stops
        if place < fields.count {
            focus = .field(place)
        } else {
            focus = .buttons
            buttons.focus(order[place - fields.count])
        }
    }
}
