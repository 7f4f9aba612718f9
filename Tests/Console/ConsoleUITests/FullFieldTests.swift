// Goal: a field that lacks what was typed says what to do and is never sent; one that only refused a
// paste goes on.
// Method: keys, pastes and lines in; the fields and what was asked of the bank out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Full fields and refused pastes")
struct FullFieldTests {
    /// A stage at the reference of a transfer.
    private func atReference(width: Int = 80, height: Int = 24) throws -> Stage {
        var stage = try Stage.signedIn(size: Size(width: width, height: height))
        try stage.press("t")
        stage.type("kaveri")
        try stage.press("Enter")
        stage.type("500")
        try stage.press("Enter")
        try #require(stage.model.focusedField?.id == "reference")
        return stage
    }

    // Symptom: "There is room for 35 characters" stood there, Enter did nothing, and nothing said why.
    @Test("a reference that is too long says what to do, and any edit makes it right")
    func reference() throws {
        for key in ["Backspace", "Ctrl-W", "Ctrl-U"] {
            var stage = try atReference(width: 60, height: 16)
            stage.type(String(repeating: "x", count: 41))
            try stage.press("Enter")
            #expect(!stage.bank.log.contains("review"))
            #expect(
                stage.words.contains(
                    "Only 35 characters fit; the rest was not taken. Change it to go on."
                )
            )
            try stage.press(key)
            #expect(stage.model.focusedField?.complaint == nil)
            try stage.press("Enter")
            #expect(stage.bank.log.contains("review"), "\(key)")
        }
    }

    // Symptom: after a paste with a tab, Enter did nothing though the field held what it had held.
    @Test(
        "a paste that was refused stops nothing, and its warning goes with the next key",
        arguments: ["a\tb", "a\nb", "a\u{1B}[31mb", String(repeating: "x", count: 40)]
    )
    func refusedPaste(_ text: String) throws {
        var stage = try atReference()
        stage.type("rent")
        stage.paste(text)
        #expect(stage.model.focusedField?.error == nil)
        #expect(stage.words.contains("Nothing was pasted: "))
        var typed = stage
        typed.type("s")
        #expect(typed.model.focusedField?.warning == nil)
        var moved = stage
        try moved.press("Tab")
        #expect(!moved.words.contains("Nothing was pasted"))
        try stage.press("Enter")
        #expect(stage.bank.log.contains("review"))
        #expect(!stage.words.contains("Nothing was pasted"))
    }

    @Test("an amount that lost characters is never sent, and one that refused a paste is")
    func amount() throws {
        var stage = try Stage.signedIn()
        try stage.press("t")
        stage.type("kaveri")
        try stage.press("Enter")
        stage.type(String(repeating: "0", count: 34) + "5000")
        for keys in [["Enter"], ["Home", "Backspace", "Enter"], ["Tab", "Enter"]] {
            var other = stage
            for key in keys { try other.press(key) }
            #expect(!other.bank.log.contains("review"), "\(keys)")
        }
        try stage.press("Ctrl-U")
        stage.type("500")
        stage.paste("1\t2")
        #expect(stage.words.contains("Nothing was pasted"))
        try stage.press("Tab", "Enter")
        #expect(stage.bank.log.contains("review"))
    }

    @Test("a name that is too long is not sent before it is changed")
    func name() throws {
        var stage = Stage()
        stage.type(String(repeating: "a", count: 65))
        try stage.press("Tab")
        stage.paste(ScriptedBank.password)
        try stage.press("Tab")
        stage.paste(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.log.isEmpty)
        #expect(stage.words.contains("Only 64 characters fit"))
        #expect(stage.words.contains("Change it to go on."))
        try stage.press("Ctrl-U")
        stage.type("asha")
        try stage.press("Enter")
        #expect(stage.bank.log.contains("signIn asha"))
    }

    @Test("a password that refused a paste as a whole is sent as it stands")
    func password() throws {
        var stage = Stage()
        stage.paste("asha")
        try stage.press("Tab")
        stage.paste(ScriptedBank.password)
        stage.paste("more\tstill")
        #expect(stage.model.focusedField?.content == .masked(count: ScriptedBank.password.count))
        #expect(stage.words.contains("Nothing was pasted: "))
        try stage.press("Tab")
        #expect(!stage.words.contains("Nothing was pasted"))
        stage.paste(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.log.contains("signIn asha"))
        #expect(stage.model.id == "overview")
    }

    // Symptom: a password that was copied with the line end before it was not pasted, without a word.
    @Test("a password is pasted without the line ends around it, and sent")
    func copiedPassword() throws {
        var stage = Stage()
        stage.paste("asha")
        try stage.press("Tab")
        stage.paste("\n\(ScriptedBank.password)\n")
        #expect(stage.model.focusedField?.content == .masked(count: ScriptedBank.password.count))
        try stage.press("Tab")
        stage.paste(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.log.contains("signIn asha"))
    }

    @Test("a paste into a password that does not fit is never sent")
    func longPassword() throws {
        var stage = Stage()
        stage.paste("asha")
        try stage.press("Tab")
        stage.paste(String(repeating: "p", count: 130))
        try stage.press("Tab")
        stage.paste(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.log.isEmpty)
        #expect(stage.words.contains("Only 128 characters fit"))
    }

    @Test("words to look for that were refused say so, and go on finding what stood there")
    func words() throws {
        var stage = try Stage.signedIn()
        try stage.press("t")
        stage.type("kaveri")
        stage.paste("a\tb")
        #expect(stage.words.contains("Nothing was pasted: "))
        try stage.press("Enter")
        #expect(stage.model.focusedField?.id == "amount")
        #expect(!stage.words.contains("Nothing was pasted"))
    }

    @Test("read out, a line that was not taken is said each time, and the next one is taken")
    func spoken() {
        var talk = Talk.signedIn()
        talk.say("transfer", "kaveri", "1", "500")
        let long = String(repeating: "x", count: 41)
        let words = "Reference: Nothing was taken: only 35 characters fit."
        #expect(talk.hear(long).contains(words))
        #expect(talk.hear(long).contains(words))
        #expect(!talk.bank.log.contains("review"))
        #expect(!talk.hear("Lunch").contains("Nothing was taken"))
        #expect(talk.bank.log.contains("review"))
    }

    // Symptom: with hidden amounts "Overdraft" was cut to "Ov..." at 80 columns.
    @Test("over hidden amounts every title stands whole")
    func hiddenAmounts() throws {
        var bank = ScriptedBank()
        bank.becomeTeller()
        bank.grantOverdraft(minorUnits: 5_000_00)
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("*")
        let lines = stage.text.split(separator: "\n")
        let header = try #require(lines.first { $0.contains(" Account ") })
        #expect(header.contains("Holder"))
        for title in ["Booked", "Held", "Overdraft", "Available"] {
            #expect(header.contains(title), "\(header)")
        }
    }
}
