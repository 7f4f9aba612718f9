// Goal: a transfer between two accounts of one holder says which account it reaches, wherever it stands.
// Method: such a transfer from its review to the outbox, and both of its entries.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Transfers between one's own accounts")
struct OwnTransferTests {
    /// A stage at the review of a transfer from the savings account to the current one.
    private func review(
        isTeller: Bool,
        size: Size,
        outbox: [OutboxItem] = []
    ) throws -> Stage {
        var bank = ScriptedBank()
        bank.outbox = outbox
        if isTeller { bank.becomeTeller() }
        var stage = try Stage.signedIn(size: size, bank: bank)
        try stage.press("t")
        stage.type("7906")
        try stage.press("Enter")
        stage.type("1")
        try stage.press("Enter", "Enter")
        return stage
    }

    // Symptom: whoever had chosen "Current ..7127" read "To Asha Kulkarni" from the review on. Cause:
    // the name that is authorised is the holder's, who is the same on both sides.
    @Test(
        "from the review to the outbox it names the account, and the name that is authorised",
        arguments: [false, true],
        [Size(width: 60, height: 16), Size(width: 80, height: 24)]
    )
    func steps(isTeller: Bool, size: Size) throws {
        var stage = try review(isTeller: isTeller, size: size)
        stage.goOffline()
        let name = isTeller ? "Gopal Deshpande" : "Asha Rao"
        #expect(stage.words.contains("Current ..7906"), "\(stage.text)")
        #expect(stage.words.contains(name))
        try stage.press("Tab", "Enter")
        #expect(stage.words.contains("Current ..7906"))
        #expect(stage.words.contains(name))
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.words.contains("Current ..7906"))
        try stage.press("Enter")
        for keys in [["g", "o"], ["g", "y"]] {
            for key in keys { try stage.press(key) }
            let list = try #require(stage.model.focusedList)
            #expect(list.row(at: 0)?.plain.contains("Current ..7906") == true, "\(keys)")
            #expect(list.row(at: 0)?.plain.contains(name) == isTeller, "\(keys)")
        }
    }

    // Symptom: what the paid account would have after the transfer left out what waited to be taken
    // from it, and a figure below zero had no word. Cause: only the paying account's queue was counted.
    @Test("what the paid account has afterwards counts what waits to be taken from it")
    func receiverQueue() throws {
        let current = try #require(
            ScriptedBank().summaries.first { $0.record.accountID == ScriptedBank.current }
        )
        let waiting = ReviewedTransfer(
            intentKey: IntentKey(rawValue: 1),
            debitAccountID: ScriptedBank.current,
            creditorAccountID: AccountID(rawValue: 0x101),
            payeeName: "Lakshmi Iyer",
            amountMinorUnits: current.balance.available.minorUnits + 2_00,
            feeMinorUnits: 0,
            currencyCode: "INR",
            valueDate: ZoneOffset.india.date(of: ScriptedBank.now),
            reference: ""
        )
        let stage = try review(
            isTeller: false,
            size: Size(width: 120, height: 40),
            outbox: [ScriptedBank().item(waiting, .queued)]
        )
        #expect(stage.words.contains("From it: queued"))
        let left = Money(minorUnits: -1_00, currency: .indianRupee)
        let printed = stage.console.workspace.context.format.number(left)
        #expect(stage.words.contains("Its after \(printed) INR not enough for all that waits"))
    }

    // Symptom: with an empty outbox a balance that would be below zero was called not enough for all
    // that waits. Cause: the sign of the figure decided alone.
    @Test("where nothing else waits, what is not enough is not told as short of what waits")
    func emptyQueue() throws {
        let size = Size(width: 120, height: 40)
        var stage = try review(isTeller: false, size: size)
        #expect(!stage.words.contains("not enough"))
        // News while somebody reads: both accounts have to keep more than they have.
        stage.bank.accounts = stage.bank.accounts.map { $0.keeping(99_99_99_999_00) }
        stage.tell(.recordsChanged)
        let facts = stage.model.blocks.flatMap { block in
            if case .facts(let facts) = block { facts } else { [Fact]() }
        }
        let payer = try #require(facts.first { $0.label == "After it" })
        #expect(payer.note == "not enough available")
        let receiver = try #require(facts.first { $0.label == "Its after" })
        #expect(receiver.note == nil)
    }

    /// What is said of a draft for which there is not enough, since so much has to stay.
    private static let notEnough = Sentences.notEnough(keepsMinimum: true, for: .customer).text

    // Symptom: after news the review said "not enough available" and went on; the bank refused the
    // transfer, and the code was used up. Cause: only the step before asked whether there is enough.
    @Test(
        "by a figure of now nobody goes on to a code for what cannot be paid; by an older one they may",
        arguments: [false, true]
    )
    func notEnoughAtReview(isOffline: Bool) throws {
        var stage = try review(isTeller: false, size: Size(width: 80, height: 24))
        stage.bank.accounts = stage.bank.accounts.map { $0.keeping(99_99_99_999_00) }
        if isOffline { stage.goOffline() }
        stage.tell(.recordsChanged)
        try stage.press("Right", "Enter")
        #expect((stage.model.focusedField?.kind == .code) == isOffline)
        #expect(stage.words.contains(Self.notEnough) == !isOffline)
        #expect(stage.model.focusedField?.error == nil)
        guard !isOffline else { return }
        #expect(stage.model.focusedButtons?.focused == 0, "the answer that changes it")
        try stage.press("Enter")
        #expect(stage.model.focusedButtons == nil)
        #expect(stage.words.contains("Reference"))
    }

    // Symptom: at 60x16 the message lay over the answers, and Enter gave one that nobody saw.
    @Test(
        "that there is not enough stands above the answers, however low the screen is",
        arguments: [false, true]
    )
    func notEnoughAboveAnswers(isTeller: Bool) throws {
        var stage = try review(isTeller: isTeller, size: Size(width: 60, height: 16))
        stage.bank.accounts = stage.bank.accounts.map { $0.keeping(99_99_99_999_00) }
        stage.tell(.recordsChanged)
        try stage.press("Right", "Enter")
        #expect(!stage.console.isHidden)
        let sentence = Sentences.notEnough(
            keepsMinimum: true,
            for: isTeller ? .staff : .customer
        )
        #expect(stage.words.contains(sentence.text), "\(stage.text)")
        #expect(stage.text.contains("[ Change ]"))
        #expect(stage.text.contains("[ Go on to the code ]"))
        #expect(stage.words.contains("Nothing has been sent."))
    }

    @Test("while a code is waited for, it is said that there is not enough, and no code is sent")
    func notEnoughAtCode() throws {
        var stage = try review(isTeller: false, size: Size(width: 80, height: 24))
        try stage.press("Right", "Enter")
        stage.type(ScriptedBank.code)
        let before = stage.bank.accounts
        stage.bank.accounts = before.map { $0.keeping(99_99_99_999_00) }
        stage.tell(.recordsChanged)
        #expect(stage.model.focusedField?.error?.plain == Self.notEnough)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.isEmpty)
        #expect(stage.model.focusedField?.error?.plain == Self.notEnough)
        stage.bank.accounts = before
        stage.tell(.recordsChanged)
        #expect(stage.model.focusedField?.error == nil)
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.count == 1)
    }

    @Test("who reads the reference is said as it is", arguments: [false, true])
    func referenceHint(isTeller: Bool) throws {
        var stage = try review(isTeller: isTeller, size: Size(width: 80, height: 24))
        try stage.press("Enter")
        #expect(stage.text.contains("the other side reads it") == isTeller)
        #expect(stage.text.contains("it stands in both accounts") != isTeller)
    }

    @Test("that no payee matches is said once, and nobody to pay is not a payee that is not found")
    func noPayee() throws {
        var stage = try Stage.signedIn()
        try stage.press("t")
        stage.type("nobody")
        try stage.press("Enter")
        #expect(stage.text.components(of: "No payee matches") == 1)
        // Symptom: "Enter Choose" was hinted at, and did nothing without a word.
        #expect(!stage.model.hints.contains { $0.key == "Enter" })
        #expect(stage.model.toast?.text == "There is nobody to choose.")
        var bank = ScriptedBank()
        bank.payees = []
        bank.accounts = Array(bank.accounts.prefix(1))
        var alone = try Stage.signedIn(bank: bank)
        try alone.press("t")
        #expect(alone.text.contains("There is nobody here to pay"))
    }

    @Test("somebody else's account is named by the payee's name alone")
    func payee() throws {
        var stage = try Stage.signedIn()
        try stage.reachReview()
        let facts = stage.model.blocks.flatMap { block in
            if case .facts(let facts) = block { facts } else { [Fact]() }
        }
        let receiver = try #require(facts.first { $0.label == "To" })
        #expect(receiver.value == .untrusted("Kaveri Grocers"))
        #expect(receiver.note == nil)
    }

    private func entry(_ id: AccountID, _ minorUnits: Int64, after count: Int) -> EntryRecord {
        EntryRecord(
            accountID: id,
            accountSequence: Int64(count + 1),
            journalID: JournalID(rawValue: 0x9001),
            transferID: TransferID(rawValue: 0x9001),
            amount: Money(minorUnits: minorUnits, currency: .indianRupee),
            balanceAfterMinorUnits: 5_000_00,
            bookedAt: ScriptedBank.now.adding(seconds: 1),
            valueDate: ZoneOffset.india.date(of: ScriptedBank.now),
            code: 1,
            counterparty: "Asha Rao",
            reference: "To and fro"
        )
    }

    // Symptom: what was lost of a transfer between two own accounts named its owner as the other side.
    // Cause: neither entry stood in the recent activity any more, in which the other one was looked for.
    @Test("rows that were found wrong name the other account, in the list and behind it")
    func foundWrong() throws {
        var stage = Stage(size: Size(width: 120, height: 40))
        let sums: [(AccountID, Int64)] = [
            (ScriptedBank.savings, -200_00), (ScriptedBank.current, 200_00),
        ]
        stage.bank.divergences = sums.map { id, sum in
            Divergence(
                fault: ChainFault(accountID: id, accountSequence: 500, reason: .divergence),
                foundAt: ScriptedBank.now,
                evidenceByteCount: 200,
                isRepaired: true,
                atBank: .nothing,
                entry: entry(id, sum, after: 499)
            )
        }
        try stage.signIn()
        try stage.press("g", "y")
        let list = try #require(stage.model.focusedList)
        let rows = (0..<2).compactMap { list.row(at: $0)?.plain }
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { $0.contains("Current ..7906") && $0.contains("Savings ..7890") })
        try stage.press("/")
        stage.type("asha rao")
        #expect(stage.model.focusedList?.rowCount == 2, "the bank's word finds them all the same")
        try stage.press("Enter", "Enter")
        #expect(stage.words.contains("Counterparty Asha Rao Current ..7906"))
    }

    // Symptom: "Asha Kulkarni -200.00" and "Asha Kulkarni +200.00" were a pair that nobody could tell
    // apart. Cause: the counterparty of both entries is the holder of both accounts.
    @Test("both entries name the other account in the recent activity, and behind it")
    func entries() throws {
        var bank = ScriptedBank()
        for (id, sum) in [(ScriptedBank.savings, -200_00), (ScriptedBank.current, 200_00)] {
            let list = bank.entries[id] ?? []
            bank.entries[id] = list + [entry(id, Int64(sum), after: list.count)]
        }
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("Tab")
        let list = try #require(stage.model.focusedList)
        let rows = (0..<2).compactMap { list.row(at: $0) }
        try #require(rows.count == 2)
        for row in rows {
            let isDebit = row.plain.contains("-200.00")
            let cells = row.cells.map { ListRow([$0]).plain }
            #expect(cells.contains("Current ..7906"))
            #expect(cells.contains("Savings ..7890"))
            #expect(cells.firstIndex(of: "Current ..7906") == (isDebit ? 1 : 3))
        }
        try stage.press("/")
        stage.type("asha rao")
        #expect(stage.model.focusedList?.rowCount == 2, "the bank's word finds them all the same")
        try stage.press("Esc", "Enter")
        #expect(stage.words.contains("Counterparty Asha Rao Savings ..7890"))
    }
}
