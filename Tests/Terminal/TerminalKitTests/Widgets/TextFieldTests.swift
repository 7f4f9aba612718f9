import Testing

@testable import TerminalKit

/// Goal: the typed text is shown and sent unchanged, character by character.
///
/// Method: keys in, text and cursor out.
@Suite struct TextFieldTests {
    private func typed(
        _ keys: [Key],
        into field: TextField = TextField(maximumScalarCount: 40)
    ) -> TextField {
        var field = field
        for key in keys { _ = field.handle(key) }
        return field
    }

    private func keys(_ text: String) -> [Key] {
        text.unicodeScalars.map { .character($0) }
    }

    @Test("letters go in at the cursor, and the cursor goes where the keys say")
    func editing() {
        let field = typed(keys("hello") + [.home, .right, .character("X"), .end, .backspace])
        #expect(field.text == "hXell")
        #expect(field.cursorColumn == 5)
        #expect(typed([.left, .left, .delete], into: field).text == "hXel")
        #expect(typed([.delete], into: field).text == "hXell")
    }

    @Test("Ctrl-W takes a word, Ctrl-U all before the cursor, Ctrl-K all after it")
    func killing() {
        let field = typed(keys("pay the rent "))
        #expect(typed([.control("w")], into: field).text == "pay the ")
        #expect(typed([.left, .left, .control("u")], into: field).text == "t ")
        #expect(typed([.home, .right, .control("k")], into: field).text == "p")
        #expect(
            typed([.control("w"), .control("w"), .control("w"), .control("w")], into: field)
                .isEmpty
        )
    }

    @Test("Ctrl-A and Ctrl-E go where Home and End go")
    func ends() {
        let field = typed(keys("hello"))
        #expect(typed([.control("a"), .character("X")], into: field).text == "Xhello")
        let back = typed([.control("a"), .right, .control("e"), .character("X")], into: field)
        #expect(back.text == "helloX")
        #expect(typed([.control("a"), .control("k")], into: field).isEmpty)
    }

    @Test("a letter and its accents are one step for the cursor and one for Backspace")
    func accents() {
        let field = typed(keys("ae\u{301}\u{302}b"))
        #expect(field.shown.width == 3)
        let back = typed([.left, .left], into: field)
        #expect(back.cursorColumn == 1)
        #expect(typed([.left, .backspace], into: field).text == "ab")
        var full = field
        #expect(full.handle(.left) == .handled)
        #expect(full.insert("\u{303}") != nil, "a third accent has no room in a cell")
        var empty = TextField(maximumScalarCount: 40)
        #expect(empty.insert("\u{301}") != nil, "an accent needs a letter")
    }

    @Test(
        "characters that cannot be shown as they are are refused, not left out",
        arguments: [
            "\u{1B}", "\r", "\u{0}", "\u{9B}", "\u{202E}", "\u{200B}", "\u{FEFF}",
            "\u{E0041}", "\u{A0}", "\u{FFFD}", "\u{E000}",
        ]
    )
    func refused(text: String) throws {
        let scalar = try #require(text.unicodeScalars.first)
        var field = TextField(maximumScalarCount: 40)
        guard case .refused = field.handle(.character(scalar)) else {
            Issue.record("\(scalar.value) was taken")
            return
        }
        #expect(field.isEmpty)
    }

    private static let full: SafeText =
        "Only 3 characters fit; the rest was not taken. Change it to go on."

    @Test("no more characters go in than the field has room for, and it says so")
    func limit() {
        var field = TextField(maximumScalarCount: 3)
        for key in keys("abc") { #expect(field.handle(key) == .handled) }
        #expect(field.handle(.character("d")) == .refused(Self.full))
        #expect(field.text == "abc")
    }

    @Test("a paste goes in whole or not at all, without the line end around it")
    func pasting() {
        var field = TextField(maximumScalarCount: 20)
        #expect(field.paste("  HDFC0001234\r\n") == nil)
        #expect(field.text == "HDFC0001234")
        #expect(field.paste("a\nb") != nil)
        #expect(field.paste("x\u{202E}y") != nil)
        #expect(field.paste(String(repeating: "9", count: 10)) != nil)
        #expect(field.text == "HDFC0001234")
    }

    @Test("every character that can be shown is kept, whether it makes an amount or not")
    func keepsCharacters() {
        for text in ["1e3", "10k", "-50", "5 USD", "1,20,000.50x-"] {
            let field = typed(keys(text), into: .amount())
            #expect(field.text == text)
            #expect(field.refusal == nil)
        }
    }

    // Symptom: a character that found no room was told of until the next key, and then the text
    // without it was taken for all that was typed.
    @Test("a field that lacks a character says so until something is taken out again")
    func lacking() {
        var field = typed(keys("abcd"), into: TextField(maximumScalarCount: 3))
        #expect(field.refusal == Self.full)
        field = typed([.left, .right, .home], into: field)
        #expect(field.refusal != nil)
        #expect(field.paste("x") != nil)
        #expect(field.refusal == Self.full)
        field = typed([.home, .backspace], into: field)
        #expect(field.refusal == Self.full, "nothing was taken out")
        field = typed([.end, .backspace], into: field)
        #expect(field.refusal == nil)
        #expect(field.text == "ab")

        var hidden = typed([.character("1"), .character("\u{202E}"), .character("3")])
        #expect(hidden.text == "13")
        #expect(hidden.refusal != nil)
        hidden.clear()
        #expect(hidden.refusal == nil)
    }

    @Test("a text that cannot replace what stands there leaves it, and says why")
    func replacing() {
        var field = TextField(maximumScalarCount: 3, text: "abc")
        #expect(field.replace(with: "abcd") != nil)
        #expect(field.text == "abc")
        #expect(field.warning == "Nothing was taken: only 3 characters fit.")
        #expect(field.replace(with: "xy") == nil)
        #expect(field.text == "xy")
        #expect(field.warning == nil)
    }

    @Test("what is shown has the width that the cursor counts with, in any text")
    func widths() {
        let field = typed(keys("東京a\u{301}b "))
        #expect(field.shown.width == 7)
        #expect(field.cursorColumn == 7)
        #expect(typed([.home, .right], into: field).cursorColumn == 2)
    }

    @Test("a key that means nothing in a text field is left to others")
    func ignored() {
        var field = TextField(maximumScalarCount: 40)
        for key in [Key.escape, .tab, .enter, .up, .function(1), .control("l")] {
            #expect(field.handle(key) == .ignored)
        }
    }
}
