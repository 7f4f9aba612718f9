// Goal: a customer sees which movements of the account staff of the bank made.
// Method: an account of which one entry was made by staff, its details opened by keys.
import ConsoleUI
import SyncCore
import TerminalKit
import Testing

@Suite("Makers of entries")
struct MakerTests {
    @Test(
        "the details of an entry say that staff made it, and of no other",
        arguments: [true, false]
    )
    func details(isMadeByStaff: Bool) throws {
        var bank = ScriptedBank()
        bank.entries[ScriptedBank.savings] = bank.entries[ScriptedBank.savings]?.map {
            $0.with(isMadeByStaff: isMadeByStaff)
        }
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("Enter", "Enter")
        #expect(stage.text.contains("Balance after"))
        #expect(stage.words.contains("Made by staff of the bank") == isMadeByStaff)
    }
}
