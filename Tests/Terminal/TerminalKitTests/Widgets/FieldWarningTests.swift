import Testing

@testable import TerminalKit

/// Goal: a field is wrong only where what it holds is not what was typed, and says what to do.
///
/// Method: keys and pastes in; text, refusal and warning out.
@Suite struct FieldWarningTests {
    // Symptom: a field that had refused a paste stayed wrong, though nothing that it held was missing.
    @Test(
        "a paste that is refused as a whole is a warning, and goes with the next key",
        arguments: ["a\tb", "a\nb", "a\u{1B}b", "a\u{A0}b", "123456789"]
    )
    func refusedPaste(_ text: String) {
        for key in [Key.character("x"), .left, .backspace, .end] {
            var field = TextField(maximumScalarCount: 8, text: "rent")
            #expect(field.paste(text) != nil)
            #expect(field.text == "rent")
            #expect(field.refusal == nil)
            #expect(field.warning?.plain.hasPrefix("Nothing was pasted: ") == true)
            _ = field.handle(key)
            #expect(field.warning == nil, "\(key)")
        }
    }

    @Test("a paste that is taken, a command and an emptied field leave no warning")
    func forgotten() {
        var field = TextField(maximumScalarCount: 8)
        #expect(field.paste("a\tb") != nil)
        #expect(field.paste("ab") == nil)
        #expect(field.warning == nil)
        #expect(field.paste("a\tb") != nil)
        field.forgetWarning()
        #expect(field.warning == nil)
        #expect(field.paste("a\tb") != nil)
        field.clear()
        #expect(field.warning == nil)
    }

    @Test("whatever is taken out of a full field makes it right again")
    func takenOut() {
        for key in [Key.backspace, .control("u"), .control("w")] {
            var field = TextField(maximumScalarCount: 3)
            for scalar in "abcd".unicodeScalars { _ = field.handle(.character(scalar)) }
            #expect(field.refusal != nil)
            _ = field.handle(key)
            #expect(field.refusal == nil, "\(key)")
        }
    }

    // Symptom: after Home and Backspace, which take nothing out, a text without its end was sent.
    @Test("a key that takes nothing out leaves what is missing missing")
    func nothingTakenOut() {
        for keys in [[Key.home, .backspace], [.end, .delete], [.home, .control("w")]] {
            var field = TextField(maximumScalarCount: 3)
            for scalar in "abcd".unicodeScalars { _ = field.handle(.character(scalar)) }
            for key in keys { _ = field.handle(key) }
            #expect(field.text == "abc")
            #expect(field.refusal != nil, "\(keys)")
        }
    }

    // Symptom: a space of another kind in an empty field kept Enter from going on, and no key that
    // takes out did anything about it.
    @Test("in an empty field a key that takes out forgets what was refused")
    func emptyField() {
        for key in [Key.backspace, .delete, .control("u"), .control("w"), .control("k")] {
            var field = TextField(maximumScalarCount: 3)
            _ = field.handle(.character("\u{A0}"))
            #expect(field.refusal != nil)
            _ = field.handle(.left)
            #expect(field.refusal != nil)
            _ = field.handle(key)
            #expect(field.refusal == nil, "\(key)")
        }
    }

    @Test("what is missing says what to do, in two lines of a narrow screen")
    func words() {
        for text in ["abcd", "\u{A0}", "\u{301}", "\u{202E}"] {
            var field = TextField(maximumScalarCount: 3)
            for scalar in text.unicodeScalars { _ = field.handle(.character(scalar)) }
            let words = field.refusal ?? .empty
            #expect(words.plain.hasSuffix(" Change it to go on."), "\(words.plain)")
            #expect(words.wrapped(toWidth: 44).count <= 2, "\(words.plain)")
        }
    }

    @Test("under a field a warning has a mark and words of its own, and gives way to an error")
    func drawn() {
        var field = Field(
            id: "reference",
            kind: .text,
            label: "Reference",
            content: .text("rent", cursorColumn: 4),
            warning: "Nothing was pasted: only 8 characters fit.",
            hint: "the other side reads it"
        )
        var model = Samples.listScreen()
        func plane() -> String {
            model.blocks = [.form(FormModel(fields: [field], focused: 0))]
            let size = Size(width: 80, height: 24)
            return CellRenderer.render(model, size: size, glyphs: .ascii).textPlane
        }
        #expect(plane().contains("! Nothing was pasted: only 8 characters fit."))
        #expect(!plane().contains("the other side reads it"))
        let spoken = LinearRenderer.prompt(for: field).plain
        #expect(spoken.contains("warning: Nothing was pasted"))
        field.error = "That is no reference."
        #expect(plane().contains("# That is no reference."))
        #expect(!plane().contains("Nothing was pasted"))
    }
}
