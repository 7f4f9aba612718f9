import Testing

@testable import TerminalKit

/// Goal: a field that refused a character can be made right, an empty one too; edges of pastes go.
///
/// Method: keys and pastes into fields of text and of secrets; what is missing, and what stands there.
@Suite struct FieldEdgeTests {
    /// A sink that remembers, for tests alone.
    private struct Sink: SecretSink, ~Copyable {
        var scalars: [Unicode.Scalar] = []
        var count: Int { scalars.count }
        mutating func append(_ scalar: Unicode.Scalar) -> Bool {
            scalars.append(scalar)
            return true
        }
        mutating func removeLast() { _ = scalars.popLast() }
        mutating func clear() { scalars = [] }
    }

    // Symptom: a field that refused a character while it was empty stayed wrong; no key made it right.
    @Test("in an empty field any key that takes out clears what is missing")
    func emptyText() {
        for key in [
            Key.backspace, .delete, .control("u"), .control("w"), .control("k"),
        ] {
            var field = TextField(maximumScalarCount: 3)
            _ = field.handle(.character("\u{202E}"))
            #expect(field.refusal != nil)
            _ = field.handle(.left)
            #expect(field.refusal != nil, "\(key)")
            _ = field.handle(key)
            #expect(field.refusal == nil, "\(key)")
        }
    }

    @Test("a good character after the one that was refused leaves that one missing")
    func goodCharacter() {
        var field = TextField(maximumScalarCount: 3)
        _ = field.handle(.character("\u{202E}"))
        _ = field.handle(.character("a"))
        #expect(field.text == "a")
        #expect(field.refusal != nil)
        _ = field.handle(.backspace)
        #expect(field.refusal == nil)
    }

    // Symptom: text and secrets each had a rule of their own for what clears a refusal.
    @Test("a secret has the same rule as a text")
    func secret() {
        for key in [Key.backspace, .control("u"), .control("w")] {
            var field = MaskedField(maximumCount: 3)
            var sink = Sink()
            _ = field.handle(.character("\u{7}"), sink: &sink)
            #expect(field.refusal != nil)
            _ = field.handle(key, sink: &sink)
            #expect(field.refusal == nil, "\(key)")
            for scalar in "abcd".unicodeScalars {
                _ = field.handle(.character(scalar), sink: &sink)
            }
            #expect(field.refusal != nil)
            _ = field.handle(.delete, sink: &sink)
            #expect(field.refusal != nil, "a masked field has no such key")
            _ = field.handle(key, sink: &sink)
            #expect(field.refusal == nil, "\(key)")
        }
    }

    // Symptom: a password that was copied with the line end before it was not pasted, without a word.
    @Test(
        "a secret goes in without the line ends and tabs around it, and with its spaces",
        arguments: ["\npass", "\r\n\tpass\r\n", "pass\t\n", "pass\nmore"]
    )
    func pastedSecret(_ text: String) {
        var field = MaskedField()
        var sink = Sink()
        #expect(MaskedField.refusal(ofPaste: text) == nil)
        let outcome = field.paste(text, sink: &sink)
        let taken = sink.scalars
        #expect(outcome == .handled)
        #expect(taken == ["p", "a", "s", "s"])
    }

    @Test("spaces around a secret belong to it, and around a text they do not")
    func spaces() {
        var field = MaskedField()
        var sink = Sink()
        _ = field.paste("\n a b \n", sink: &sink)
        let taken = sink.scalars
        #expect(taken == [" ", "a", " ", "b", " "])
        var text = TextField(maximumScalarCount: 8)
        #expect(text.paste("\n\t a b \t\n") == nil)
        #expect(text.text == "a b")
        #expect(text.paste(" \n ") == nil)
        #expect(text.text == "a b")
    }

    @Test("a control character inside the first line of a secret is refused as before")
    func controls() {
        var field = MaskedField()
        var sink = Sink()
        let outcome = field.paste("\na\tb\n", sink: &sink)
        let count = sink.count
        guard case .refused = outcome else {
            Issue.record("it was taken")
            return
        }
        #expect(count == 0)
        #expect(field.refusal == nil, "nothing is missing in what stands there")
    }
}
