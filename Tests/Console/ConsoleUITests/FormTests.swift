// Goal: every form moves its focus, shows its errors and hands over its secrets the same way.
// Method: a form of three fields; edits and movements in, errors, focus and display model out.
@testable import ConsoleUI
import Cryptography
import CoreVocabulary
import TerminalKit
import Testing

@Suite("Forms")
struct FormTests {
    private enum Sample: String, FormField {
        case name, password, code

        var kind: Field.Kind { self == .name ? .text : .masked }
        var label: SafeText { "Field" }
        func makeInput() -> FieldInput {
            switch self {
            case .name: .text(TextField(maximumScalarCount: 4))
            case .password: .password()
            case .code: .code()
            }
        }
    }

    private func filled() -> Form<Sample> {
        var form = Form<Sample>(focus: .name)
        form[.name].edit(.paste("asha"))
        form[.password].edit(.paste("secret"))
        form[.code].edit(.paste("123456"))
        return form
    }

    @Test("the focus moves around at both ends, among the fields that are asked for")
    func focus() {
        var form = Form<Sample>(focus: .name)
        form.moveFocus(by: -1)
        #expect(form.focused == .code)
        form.moveFocus(by: 1)
        #expect(form.focused == .name)
        form.ask(for: [.name, .password])
        form.moveFocus(by: -1)
        #expect(form.focused == .password)
        #expect(form.model(isFocused: true).fields.map(\.id) == ["name", "password"])
    }

    @Test("Enter goes on from a field with content, and names all empty ones when none follows")
    func advances() {
        var form = Form<Sample>(focus: .name)
        form.edit(.paste("asha"))
        let isAccepted = form.advance()
        #expect(!isAccepted)
        #expect(form.focused == .password)
        #expect(form[.password].error == nil)
        let isSecondAccepted = form.advance()
        #expect(!isSecondAccepted)
        #expect(form[.password].error == "is needed")
        #expect(form[.code].error == "is needed")
        #expect(form.focused == .password)
        form.edit(.paste("secret"))
        #expect(form[.password].error == nil)
    }

    @Test("a field that does not hold what was typed is not submitted, and gets the focus")
    func refused() {
        var form = filled()
        form.focus(.name)
        form.edit(.key(.character("x")))
        form.focus(.code)
        let isComplete = form.advance()
        #expect(!isComplete)
        #expect(form.focused == .name)
        #expect(form[.name].error != nil)
        form.edit(.key(.backspace))
        let isCompleteNow = form.advance()
        #expect(isCompleteNow)
    }

    @Test("a code is judged while it is typed, and as a whole when it is submitted")
    func code() {
        var form = filled()
        form[.code].clear()
        form[.code].edit(.paste("12a"))
        #expect(form[.code].error == "A code has digits only.")
        form[.code].edit(.replace("123"))
        #expect(form[.code].error == nil)
        let isComplete = form.advance()
        #expect(!isComplete)
        #expect(form[.code].error == "A code has 6 to 8 digits.")
    }

    @Test("a submitted form goes on showing what was handed over, until it is answered")
    func submitted() {
        var form = filled()
        form.submit()
        let secret = form[.password].surrender()
        #expect(secret.scalarCount == 6)
        let model = form.model(isFocused: false)
        #expect(model.focused == nil)
        #expect(model.fields[1].content == .masked(count: 6))
        form.reopen()
        #expect(form.model(isFocused: true).fields[1].content == .masked(count: 0))
    }
}
