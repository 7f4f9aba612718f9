// Goal: words to find that were not taken as a whole are told of in every list.
// Method: lines that are too long, and pastes on screens; what is said, and what Enter does.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing

@Suite("Words to find that were not taken")
struct UntakenLineTests {
    private static let tooLong = String(repeating: "x", count: 81)

    /// A bank with something in every list.
    private static func bank() -> ScriptedBank {
        var bank = ScriptedBank()
        bank.outbox = [bank.transfer(1, .queued), bank.transfer(2, .queued)]
        return bank
    }

    // Symptom: in the lists that are in memory a line that was too long left the words of before, and
    // the rows that these found were read as if they were the answer.
    @Test(
        "a line that is not taken as a whole is told of, and the next one is taken",
        arguments: [[], ["outbox"], ["statements"], ["1"]]
    )
    func spoken(_ way: [String]) {
        var talk = Talk.signedIn(Self.bank())
        for line in way { talk.say(line) }
        talk.say("find")
        let heard = talk.hear(Self.tooLong)
        #expect(heard.contains("Nothing was taken: only "), "\(heard)")
        let again = talk.hear(Self.tooLong)
        #expect(again.contains("Nothing was taken: only "), "\(again)")
        #expect(!talk.hear("a").contains("Nothing was taken"))
    }

    // Symptom: on a screen the warning stayed beside the words after Enter had gone on with them.
    @Test("on a screen Enter goes on with what stands there, and forgets the warning")
    func screen() throws {
        var stage = try Stage.signedIn()
        try stage.press("/")
        stage.type("a")
        stage.paste("a\tb")
        #expect(stage.model.focusedList?.filter?.note?.plain.contains("Nothing was pasted") == true)
        try stage.press("Enter")
        let filter = try #require(stage.model.focusedList?.filter)
        #expect(filter.cursorColumn == nil)
        #expect(filter.note?.plain.contains("Nothing was pasted") != true)
    }

    @Test("on a screen Enter does not go on while a character is missing")
    func missing() throws {
        var stage = try Stage.signedIn()
        try stage.press("/")
        stage.type(Self.tooLong)
        try stage.press("Enter")
        #expect(stage.model.focusedList?.filter?.cursorColumn != nil)
        try stage.press("Ctrl-U", "Enter")
        #expect(stage.model.focusedList?.filter?.cursorColumn == nil)
    }
}
