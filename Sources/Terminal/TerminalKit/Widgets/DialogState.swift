/// A question and the answer being given.
public struct DialogState: Equatable, Sendable {
    /// What the question is about.
    public let title: SafeText
    /// The question, in sentences.
    public let paragraphs: [SafeText]
    /// What the answer would act on.
    public let facts: [Fact]
    /// What has to be typed before the answer, and the answers.
    public var form: FormState

    /// Asks a question; the focus starts on the first field, or on the safe button.
    public init(
        title: SafeText,
        paragraphs: [SafeText] = [],
        facts: [Fact] = [],
        fields: [FormField] = [],
        buttons: [Button]
    ) {
        self.title = title
        self.paragraphs = paragraphs
        self.facts = facts
        form = FormState(fields: fields, buttons: buttons)
    }

    /// What the screen shows of it.
    public var model: DialogModel {
        var model = DialogModel(
            title: title,
            paragraphs: paragraphs,
            facts: facts,
            form: form.fields.isEmpty ? nil : form.model,
            buttons: form.buttons.buttons
        )
        model.buttons = form.buttonsModel
        return model
    }

    /// Takes a key of a question without secrets.
    public mutating func handle(_ key: Key) -> WidgetOutcome {
        var sink = NoSecret()
        return handle(key, sink: &sink)
    }

    /// Takes a key; Escape answers with the safe button, and no letter answers anything.
    public mutating func handle<Sink: SecretSink & ~Copyable>(
        _ key: Key,
        sink: inout Sink
    ) -> WidgetOutcome {
        if key == .escape, let safe = form.buttons.safeID { return .pressed(safe) }
        return form.handle(key, sink: &sink)
    }
}
