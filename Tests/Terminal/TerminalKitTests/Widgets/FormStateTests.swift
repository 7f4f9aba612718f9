import Testing

@testable import TerminalKit

/// Goal: Enter alone moves no money, and a secret is never in the form.
///
/// Method: keys in; focus, outcome and what the sink got out.
@Suite struct FormStateTests {
    /// A sink that remembers, for tests alone.
    struct Sink: SecretSink, ~Copyable {
        var scalars: [Unicode.Scalar] = []
        var count: Int { scalars.count }
        mutating func append(_ scalar: Unicode.Scalar) -> Bool {
            scalars.append(scalar)
            return true
        }
        mutating func removeLast() { _ = scalars.popLast() }
        mutating func clear() { scalars = [] }
    }

    private let buttons = [
        Button("send", "Send", kind: .danger), Button("cancel", "Cancel", kind: .safe),
        Button("later", "Later", disabledReason: "Nothing can be planned on a holiday."),
    ]

    private func form() -> FormState {
        FormState(
            fields: [
                FormField(
                    id: "account",
                    kind: .choice,
                    label: "From",
                    input: .choice(
                        ChoiceField([.init("a", "Savings"), .init("b", "Current")])
                    )
                ),
                FormField(id: "amount", kind: .amount, label: "Amount", input: .text(.amount())),
                FormField(
                    id: "secret",
                    kind: .masked,
                    label: "Password",
                    input: .masked(MaskedField(maximumCount: 4))
                ),
            ],
            buttons: buttons
        )
    }

    @Test("Enter goes from field to field, then to the safe button, which is what it presses")
    func enter() {
        var form = form()
        for place in 1...2 {
            #expect(form.handle(.enter) == .handled)
            #expect(form.focus == .field(place))
        }
        #expect(form.handle(.enter) == .handled)
        #expect(form.focus == .buttons)
        #expect(form.buttonsModel.focused == 1)
        #expect(form.handle(.enter) == .pressed("cancel"))
    }

    @Test("Tab goes through fields, the safe button, the others, and round; Shift-Tab goes back")
    func tab() {
        var form = form()
        for _ in 0..<3 { _ = form.handle(.tab) }
        #expect(form.buttonsModel.focused == 1)
        _ = form.handle(.tab)
        #expect(form.buttonsModel.focused == 0)
        #expect(form.handle(.enter) == .pressed("send"))
        _ = form.handle(.tab)
        #expect(form.handle(.enter) == .refused("Nothing can be planned on a holiday."))
        _ = form.handle(.tab)
        #expect(form.focus == .field(0))
        _ = form.handle(.backTab)
        #expect(form.buttonsModel.focused == 2)
    }

    @Test("leaving the buttons and coming back stands on the safe one again")
    func safeAgain() {
        var form = form()
        for _ in 0..<4 { _ = form.handle(.tab) }
        #expect(form.buttonsModel.focused == 0)
        _ = form.handle(.up)
        #expect(form.focus == .field(2))
        _ = form.handle(.down)
        #expect(form.buttonsModel.focused == 1)
    }

    @Test("the characters of a secret go to the sink and nowhere else")
    func secret() {
        var form = form()
        var sink = Sink()
        form.focus(field: "secret")
        for scalar in "pas\u{7}s5".unicodeScalars {
            _ = form.handle(.character(scalar), sink: &sink)
        }
        #expect(sink.scalars == ["p", "a", "s", "s"])
        #expect(form.model.fields[2].content == .masked(count: 4))
        #expect(!"\(form)".contains("pass"))
        _ = form.handle(.backspace, sink: &sink)
        #expect(sink.count == 3)
        _ = form.paste("xy\n", sink: &sink)
        #expect(sink.scalars == ["p", "a", "s", "x"])
        _ = form.handle(.control("u"), sink: &sink)
        #expect(sink.count == 0)
        #expect(form.model.fields[2].content == .masked(count: 0))
    }

    @Test("a paste fills a field and presses nothing")
    func paste() {
        var form = form()
        form.focus(field: "amount")
        #expect(form.paste("1200.50\n") == .handled)
        #expect(form.focus == .field(1))
        #expect(form.field("amount")?.text == "1200.50")
        _ = form.handle(.tab)
        _ = form.handle(.tab)
        guard case .refused = form.paste("\n") else {
            Issue.record("a paste reached a button")
            return
        }
    }

    @Test("an error goes when its field changes, and not before")
    func errors() {
        var form = form()
        form.setError("An amount is needed", of: "amount")
        #expect(form.focusFirstError() == true)
        #expect(form.focus == .field(1))
        _ = form.handle(.left)
        #expect(form.field("amount")?.error != nil)
        _ = form.handle(.character("1"))
        #expect(form.field("amount")?.error == nil)
        #expect(form.focusFirstError() == false)
    }

    @Test("a choice is made with arrows, space and first letters")
    func choice() {
        var field = ChoiceField(
            [.init("a", "Savings"), .init("b", "Current"), .init("c", "Salary")],
            chosen: "b"
        )
        #expect(field.handle(.right) == .handled)
        #expect(field.handle(.right) == .handled)
        #expect(field.chosen?.id == "c")
        #expect(field.handle(.character(" ")) == .handled)
        #expect(field.chosen?.id == "a")
        #expect(field.handle(.character("s")) == .handled)
        #expect(field.chosen?.id == "c")
        #expect(field.handle(.character("z")) == .refused("No choice begins with that letter"))
        #expect(field.handle(.enter) == .ignored)
        var none = ChoiceField([])
        #expect(none.handle(.left) == .ignored)
    }

    @Test("a dialog starts on its safe button, Escape presses it, and letters press nothing")
    func dialog() {
        var dialog = DialogState(title: "Send?", buttons: buttons)
        #expect(dialog.model.buttons.focused == 1)
        #expect(dialog.handle(.escape) == .pressed("cancel"))
        for letter in "yYnNsS" {
            for scalar in letter.unicodeScalars {
                #expect(dialog.handle(.character(scalar)) == .ignored)
            }
        }
        _ = dialog.handle(.left)
        #expect(dialog.handle(.enter) == .pressed("send"))
    }

    @Test("a dialog that wants something typed starts in its field")
    func typedConfirmation() {
        var dialog = DialogState(
            title: "Send?",
            fields: [
                FormField(id: "amount", kind: .amount, label: "Amount", input: .text(.amount()))
            ],
            buttons: buttons
        )
        #expect(dialog.model.form?.focused == 0)
        #expect(dialog.model.buttons.focused == nil)
        #expect(dialog.handle(.enter) == .handled)
        #expect(dialog.handle(.enter) == .pressed("cancel"))
    }
}
