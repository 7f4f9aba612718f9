// Goal: a closed account is called closed wherever somebody could take it for an open one.
// Method: the savings account is closed; the overview, the account and a transfer, painted and in
// lines.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

// Symptom: a closed account stood in every list like an open one, and money could not be moved from
// it for no reason that was said.
@Suite("A closed account")
struct ClosedAccountTests {
    private static func bank() -> ScriptedBank {
        var bank = ScriptedBank()
        bank.accounts[0] = bank.accounts[0].closed
        return bank
    }

    private static let sizes = [
        Size(width: 60, height: 16), Size(width: 80, height: 24), Size(width: 120, height: 40),
    ]

    @Test("its row among the accounts says so, and no other row does", arguments: sizes)
    func overview(_ size: Size) throws {
        let stage = try Stage.signedIn(size: size, bank: Self.bank())
        #expect(stage.text.contains("..7890 closed"))
        #expect(!stage.text.contains("..7906 closed"))
        #expect(!(try Stage.signedIn(size: size)).text.contains("closed"))
    }

    // Symptom: an empty closed account had "500.00" under Overdraft and Available, as an open one has.
    @Test("nothing of it can be spent, and it has no overdraft", arguments: sizes)
    func figures(_ size: Size) throws {
        var bank = Self.bank()
        bank.grantOverdraft(minorUnits: 500_00)
        bank.entries[ScriptedBank.savings] = []
        var stage = try Stage.signedIn(size: size, bank: bank)
        #expect(!stage.text.contains("500.00 INR"), "\(stage.text)")
        #expect(!stage.text.contains("Overdraft"), "\(stage.text)")
        try stage.press("t")
        let rows = try #require(stage.model.focusedList).window.rows
        #expect(rows.first?.plain.contains("0.00 INR") == true)
        #expect(!stage.text.contains("500.00 INR"))
        try stage.press("Esc")
        stage.tell(.recordsChanged)
        try stage.press("Home", "Enter")
        #expect(stage.words.contains("Available 0.00"), "\(stage.text)")
        #expect(!stage.text.contains("Overdraft"))
    }

    @Test("one whose last entries have not come keeps its balance, and has nothing available")
    func notEmpty() throws {
        let summary = try #require(Self.bank().summaries.first)
        #expect(!summary.balance.booked.isZero)
        #expect(summary.balance.available.isZero)
        let stage = try Stage.signedIn(bank: Self.bank())
        #expect(!stage.text.contains("unknown"))
    }

    // Symptom: the cursor stood on a row that cannot be chosen, and Enter only said why.
    @Test("whoever chooses an account to pay from begins at one that can pay")
    func firstPayer() throws {
        var stage = try Stage.signedIn(bank: Self.bank())
        try stage.press("t")
        #expect(stage.model.focusedList?.id == "from")
        #expect(stage.model.focusedList?.selected == 1)
    }

    @Test("the account's own screen says so, and why nothing can be paid from it")
    func account() throws {
        var stage = try Stage.signedIn(bank: Self.bank())
        try stage.press("Enter")
        #expect(stage.model.title.plain == "Savings 0012 3456 7890 closed")
        try stage.press("t")
        #expect(stage.model.toast?.text == "This account is closed.")
    }

    @Test("without entries it says that none will come; one that is open may get some")
    func noEntries() throws {
        for isClosed in [true, false] {
            var bank = isClosed ? Self.bank() : ScriptedBank()
            bank.entries[ScriptedBank.savings] = []
            var stage = try Stage.signedIn(bank: bank)
            try stage.press("Enter")
            #expect(
                stage.words.contains("There are no entries, and the account is closed") == isClosed
            )
            #expect(stage.words.contains("There are no entries yet") == !isClosed)
        }
    }

    @Test("entries that the bank counts and this console does not hold were not fetched")
    func unfetchedEntries() throws {
        var bank = ScriptedBank()
        bank.entries[ScriptedBank.savings] = []
        bank.accounts[0] = bank.accounts[0].withEntryCount(7)
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("Enter")
        #expect(stage.words.contains("The entries have not been fetched yet"))
    }

    @Test("whoever wants to pay from it reads that it is closed")
    func from() throws {
        var stage = try Stage.signedIn(bank: Self.bank())
        try stage.press("t")
        let list = try #require(stage.model.focusedList)
        #expect(list.window.rows.map(\.disabledReason) == ["it is closed", nil, nil])
        try stage.press("Home", "Enter")
        #expect(stage.words.contains("This account is closed. Choose another one."))
    }

    @Test("an account that may only be seen has its own reason")
    func onlySeen() throws {
        let open = ScriptedBank().accounts[0]
        #expect(open.noPaymentWords == nil)
        #expect(open.noPaymentSentence == nil)
        let seen = open.withAccess(.view)
        #expect(seen.noPaymentWords == "you cannot move money from it")
        #expect(seen.noPaymentSentence == "You cannot move money from this account.")
        #expect(seen.closed.noPaymentWords == "it is closed")
    }

    @Test("an account that is closed while it pays is called closed")
    func closedMeanwhile() throws {
        var stage = try Stage.signedIn()
        try stage.beginTransfer()
        stage.bank.accounts[0] = stage.bank.accounts[0].closed
        stage.tell(.recordsChanged)
        let sentence = Sentences.change(.payerClosed, isInOutbox: false)
        #expect(sentence.happened == "The account that pays was closed.")
        #expect(stage.words.contains(sentence.text))
    }

    @Test("it is found by the word, and read out with it")
    func searchedAndRead() throws {
        var stage = try Stage.signedIn(bank: Self.bank())
        try stage.press("/")
        stage.type("closed")
        #expect(stage.model.focusedList?.rowCount == 1)
        var talk = Talk.signedIn(Self.bank())
        #expect(talk.transcript.contains("Savings ..7890 closed"))
        #expect(talk.hear("transfer").contains("it is closed"))
    }
}
