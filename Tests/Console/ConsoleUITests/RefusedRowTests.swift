// Goal: the reason why a row cannot be chosen is shown beside that row and beside no other.
// Method: a choice is refused; then the cursor, the words to look for and the rows change.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("A row that was refused")
struct RefusedRowTests {
    private static let notFromHere = "You cannot move money from this account."
    private static let otherCurrency = "It holds USD and the paying account INR."

    /// A stage at which the second account was refused as the one that pays.
    private func refusedPayer() throws -> Stage {
        var bank = ScriptedBank()
        bank.accounts[1] = bank.accounts[1].withAccess(.view)
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("t", "Esc")
        try #require(stage.model.focusedList?.id == "from")
        try stage.press("Home", "Down", "Enter")
        try #require(stage.model.focusedList?.selected == 1)
        try #require(stage.words.contains(Self.notFromHere))
        return stage
    }

    /// A stage at which the account in dollars was refused as the one that is paid.
    private func refusedReceiver() throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.press("t")
        try #require(stage.model.focusedList?.id == "to")
        try stage.press("Home", "Down", "Enter")
        try #require(stage.model.focusedList?.selected == 1)
        try #require(stage.words.contains(Self.otherCurrency))
        return stage
    }

    // Symptom: "You cannot move money from this account." stood under one from which it can be moved.
    @Test(
        "why an account cannot pay goes when the cursor leaves it, and is not said of another",
        arguments: ["Up", "Down", "Home", "End", "PgUp", "PgDn"]
    )
    func payerLeft(_ key: String) throws {
        var stage = try refusedPayer()
        try stage.press(key)
        try #require(stage.model.focusedList?.selected != 1)
        #expect(!stage.words.contains(Self.notFromHere))
        try stage.press("Home", "Down")
        #expect(!stage.words.contains(Self.notFromHere), "nobody has chosen it again")
        try stage.press("Enter")
        #expect(stage.words.contains(Self.notFromHere))
    }

    @Test("a key that moves nothing leaves why an account cannot pay")
    func payerStays() throws {
        var stage = try refusedPayer()
        stage.tell(.recordsChanged)
        try stage.press("Enter")
        #expect(stage.words.contains(Self.notFromHere))
    }

    // Symptom: "It holds USD and the paying account INR." stood under an account in rupees.
    @Test(
        "why an account cannot be paid goes when the cursor leaves it",
        arguments: ["Up", "Down", "Home", "End"]
    )
    func receiverLeft(_ key: String) throws {
        var stage = try refusedReceiver()
        try stage.press(key)
        try #require(stage.model.focusedList?.selected != 1)
        #expect(!stage.words.contains(Self.otherCurrency))
        try stage.press("Home", "Down", "Enter")
        #expect(stage.words.contains(Self.otherCurrency))
    }

    @Test("why an account cannot be paid goes when other words are looked for")
    func receiverFiltered() throws {
        var stage = try refusedReceiver()
        stage.type("d")
        #expect(!stage.words.contains(Self.otherCurrency))
        try stage.press("Backspace")
        #expect(!stage.words.contains(Self.otherCurrency))
    }

    // Symptom: it stood below "What was chosen here is gone. Choose a row."
    @Test("why an account cannot be paid goes with the account")
    func receiverGone() throws {
        var stage = try refusedReceiver()
        let accounts = stage.bank.accounts
        stage.bank.accounts.removeAll { $0.accountID == ScriptedBank.dollars }
        stage.tell(.recordsChanged)
        #expect(stage.text.contains(ListState.lostReason))
        #expect(!stage.words.contains(Self.otherCurrency))
        stage.bank.accounts = accounts
        stage.tell(.recordsChanged)
        #expect(!stage.words.contains(Self.otherCurrency), "nobody has chosen it again")
    }

    @Test("why an account cannot pay goes with the account")
    func payerGone() throws {
        var stage = try refusedPayer()
        stage.bank.accounts.remove(at: 1)
        stage.tell(.recordsChanged)
        #expect(stage.text.contains(ListState.lostReason))
        #expect(!stage.words.contains(Self.notFromHere))
    }

    @Test("rows that come above it leave the reason with the account that was refused")
    func receiverMoves() throws {
        var stage = try refusedReceiver()
        stage.bank.accounts.swapAt(1, 2)
        stage.tell(.recordsChanged)
        #expect(stage.model.focusedList?.selected == 0)
        #expect(stage.words.contains(Self.otherCurrency))
    }

    @Test("what a side was chosen as and is no more goes on being said: it is about no row here")
    func changedSide() throws {
        var stage = try Stage.signedIn()
        try stage.beginTransfer()
        stage.bank.accounts[0] = stage.bank.accounts[0].withAccess(.view)
        stage.tell(.recordsChanged)
        try stage.press("Enter")
        try #require(stage.model.focusedList?.id == "from")
        let words = Sentences.change(.payerNotUsable, isInOutbox: false).text
        #expect(stage.words.contains(words))
        try stage.press("Down")
        #expect(stage.words.contains(words))
    }

    // Symptom: the mark of the row was replaced by that of the cursor, so it looked as any other.
    // Symptom: after a revoke and a grant the first account was one of another currency, and the cursor
    // stood on it.
    @Test("whoever chooses whom to pay begins at a row that can be chosen, also among those found")
    func receiverBegins() throws {
        var bank = ScriptedBank()
        bank.accounts.swapAt(1, 2)
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("t")
        try #require(stage.model.focusedList?.id == "to")
        let list = try #require(stage.model.focusedList)
        #expect(list.row(at: 0)?.disabledReason != nil)
        #expect(list.selected == 1)
        stage.type("79")
        #expect(stage.model.focusedList?.rowCount == 2)
        #expect(stage.model.focusedList?.selected == 1)
        try stage.press("Backspace", "Backspace")
        #expect(stage.model.focusedList?.selected == 1)
        // Where none can be chosen, the first one says why.
        stage.type("dollar")
        #expect(stage.model.focusedList?.selected == 0)
    }

    @Test("the row with the cursor says that it cannot be chosen, without colours")
    func mark() throws {
        let stage = try refusedReceiver()
        let row = stage.frame(.ascii).textPlane.split(separator: "\n").first {
            $0.contains("Dollar") && $0.contains("7914")
        }
        #expect(row?.hasPrefix(" x>Dollar") == true, "\(row ?? "")")
    }
}
