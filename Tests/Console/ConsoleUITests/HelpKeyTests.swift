// Goal: keys do what they do in programs of this kind: `?` closes the help that it opened, and the keys
// of a shell's line move in a field.
// Symptom: "? does nothing here." on Help; Ctrl-A in a field was no key.
// Method: keys in; which screen is there, and what the field holds.
@testable import ConsoleUI
import TerminalKit
import Testing

@Suite("Keys of help and of fields")
struct HelpKeyTests {
    @Test("the keys that open Help close it", arguments: ["?", "F1"])
    func closes(key: String) throws {
        var stage = try Stage.signedIn()
        try stage.press(key)
        #expect(stage.model.title == "Help")
        #expect(!stage.model.hints.contains { $0.title == "Help" }, "Esc is hinted at already")
        try stage.press(key)
        #expect(stage.model.id == "overview")
        #expect(stage.model.toast == nil)
    }

    @Test("while words are typed on Help, ? is one of them, and F1 closes it all the same")
    func typing() throws {
        var stage = try Stage.signedIn()
        try stage.press("?", "/", "?")
        #expect(stage.model.title == "Help")
        try stage.press("F1")
        #expect(stage.model.id == "overview")
    }

    @Test("on Help no message sends anybody to Help")
    func unbound() throws {
        var stage = try Stage.signedIn()
        try stage.press("?", "x")
        #expect(stage.model.toast?.text.plain == "x does nothing here.")
    }

    @Test("Ctrl-A, Ctrl-E and Ctrl-K move and take away in a field, and mean nothing elsewhere")
    func fields() throws {
        var stage = Stage()
        stage.type("sha")
        try stage.press("Ctrl-A")
        stage.type("a")
        try stage.press("Ctrl-E")
        stage.type("rest")
        for _ in 0..<4 { try stage.press("Left") }
        try stage.press("Ctrl-K", "Tab")
        stage.type(ScriptedBank.password)
        // What is typed of a secret has no place but its end.
        try stage.press("Ctrl-A", "Ctrl-E", "Ctrl-K", "Tab")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.model.id == "overview")
        try stage.press("Ctrl-A")
        #expect(stage.model.toast?.text.plain.hasPrefix("Ctrl-A does nothing here.") == true)
    }

    @Test("no command claims a key that a field takes")
    func claims() {
        let keys = CommandRows.all.flatMap(\.keys).compactMap(\.keys.first)
        for key in [Key.control("a"), .control("e"), .control("k"), .control("w")] {
            #expect(!keys.contains(key), "\(key.name)")
        }
    }
}
