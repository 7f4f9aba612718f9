// Goal: in every list the mark stays on what was selected, and on nothing once that has gone.
// Method: rows come and go under a mark; where it stands then, and what a key does.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing
import WireProtocol

@Suite("Marks in lists that change")
struct KeptMarkTests {
    /// The list of a screen.
    private func list(_ id: String, _ stage: Stage) -> ListModel? {
        for case .list(let list) in stage.model.blocks where list.id == id { return list }
        return nil
    }

    /// The words of the marked row of a list; nil where none is marked.
    private func marked(_ id: String, _ stage: Stage) -> String? {
        let list = list(id, stage)
        return list?.selected.flatMap { list?.row(at: $0) }?.plain
    }

    /// A stage at which it is asked who is paid, with the mark on the last payee.
    private func atPayees() throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.press("t", "End")
        try #require(marked("to", stage)?.contains("Meera Nair") == true)
        return stage
    }

    // MARK: - Transfers

    // Symptom: a payee was added above the marked one; the mark was on another one without a word, and
    // Enter paid that one. Cause: a mark was a place and not what stood there.
    @Test("a payee who comes in above leaves the mark on the one who was marked")
    func payees() throws {
        var stage = try atPayees()
        stage.bank.payees.insert(stage.bank.payees[3].numbered(0x200, "Joshi General"), at: 0)
        stage.tell(.recordsChanged)
        #expect(marked("to", stage)?.contains("Meera Nair") == true)
        try stage.press("Enter")
        #expect(stage.model.crumbs[2].state == .current)
        #expect(stage.text.contains("Meera Nair"))
    }

    @Test("where the marked payee has gone nobody is marked, it is said, and Enter pays nobody")
    func payeeGone() throws {
        var stage = try atPayees()
        let gone = stage.bank.payees.remove(at: 3)
        stage.tell(.recordsChanged)
        #expect(marked("to", stage) == nil)
        #expect(stage.text.contains(ListState.lostReason))
        try stage.press("Enter")
        #expect(stage.model.crumbs[1].state == .current)
        var back = stage
        back.bank.payees.append(gone)
        back.tell(.recordsChanged)
        #expect(marked("to", back)?.contains("Meera Nair") == true)
        #expect(!back.text.contains(ListState.lostReason))
        try stage.press("Up", "Enter")
        #expect(stage.model.crumbs[2].state == .current)
    }

    // Symptom: the account to pay from became the next one when the one above it was revoked.
    @Test("an account to pay from stays marked when the one above it goes")
    func payers() throws {
        var stage = try Stage.signedIn()
        try stage.press("t", "Esc", "Down")
        try #require(marked("from", stage)?.contains("7906") == true)
        stage.bank.accounts.removeFirst()
        stage.tell(.recordsChanged)
        #expect(marked("from", stage)?.contains("7906") == true)
        try stage.press("Enter")
        #expect(stage.model.crumbs[1].state == .current)
        #expect(stage.text.contains("7906"))
    }

    // Symptom: the payee had gone, the first row was marked at the step To, and the second of two quick
    // Enters chose it. Cause: a side that is not in the list was looked for there, "or else the first".
    @Test("whoever was chosen and has gone leaves no row marked, and Enter chooses nobody")
    func receiverGone() throws {
        var stage = try atAmount()
        stage.bank.payees.removeFirst()
        stage.tell(.recordsChanged)
        try stage.press("Enter")
        let words = Sentences.change(.receiverGone, isInOutbox: false).text
        for _ in 0..<3 {
            #expect(stage.model.crumbs[1].state == .current)
            #expect(marked("to", stage) == nil)
            #expect(stage.text.contains(ListState.lostReason))
            #expect(stage.words.contains(words))
            try stage.press("Enter")
        }
        try stage.press("Down", "Enter")
        #expect(stage.model.crumbs[2].state == .current)
    }

    @Test("an account to pay from that was chosen and has gone leaves no row marked")
    func payerGone() throws {
        var stage = try atAmount()
        stage.bank.accounts.removeFirst()
        stage.tell(.recordsChanged)
        try stage.press("Enter", "Enter", "Enter")
        #expect(stage.model.crumbs[0].state == .current)
        #expect(marked("from", stage) == nil)
        #expect(stage.text.contains(ListState.lostReason))
        try stage.press("Down", "Enter")
        #expect(stage.model.crumbs[1].state == .current)
    }

    /// A stage at the amount of a transfer from the savings account to the first payee.
    private func atAmount() throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.press("t")
        stage.type("kaveri")
        try stage.press("Enter")
        stage.type("500")
        return stage
    }

    // MARK: - Entries

    /// A stage at the entries of the savings account.
    private func atEntries(marked row: Int) throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.press("Enter")
        for _ in 0..<row { try stage.press("Down") }
        try #require(list("entries", stage)?.selected == row)
        return stage
    }

    // Symptom: older books were restored, and mark and side pane were on another entry without a word;
    // Enter opened that one. Cause: the mark was a place.
    @Test("where older books lack the marked entry none is marked, and Enter opens none")
    func entryGone() throws {
        var stage = try atEntries(marked: 1)
        let before = try #require(marked("entries", stage))
        let id = stage.model.id
        let gone = try #require(stage.bank.entries[ScriptedBank.savings]?.suffix(2))
        stage.bank.entries[ScriptedBank.savings]?.removeLast(2)
        stage.tell(.recordsChanged)
        #expect(marked("entries", stage) == nil)
        #expect(stage.text.contains(ListState.lostReason))
        #expect(stage.model.aside.isEmpty)
        try stage.press("Enter")
        #expect(stage.model.id == id)
        #expect(stage.model.toast?.text.plain == ListState.lostReason)
        var back = stage
        back.bank.entries[ScriptedBank.savings]?.append(contentsOf: gone)
        back.tell(.recordsChanged)
        #expect(marked("entries", back) == before)
        try stage.press("Down", "Enter")
        #expect(stage.model.id == "entry")
    }

    @Test("an entry that older books hold stays marked when newer ones go")
    func entryKept() throws {
        var stage = try atEntries(marked: 3)
        let before = try #require(marked("entries", stage))
        stage.bank.entries[ScriptedBank.savings]?.removeLast(2)
        stage.tell(.recordsChanged)
        #expect(marked("entries", stage) == before)
        #expect(list("entries", stage)?.selected == 1)
    }

    @Test("another entry with the number of the marked one is not marked in its place")
    func entryReplaced() throws {
        var stage = try atEntries(marked: 0)
        stage.bank.entries[ScriptedBank.savings]?.removeLast()
        stage.bank.book()
        stage.tell(.recordsChanged)
        #expect(marked("entries", stage) == nil)
        #expect(stage.text.contains(ListState.lostReason))
    }

    @Test("at the top the mark goes on with the newest entry, and further down it stays on its own")
    func newerEntries() throws {
        for row in [0, 2] {
            var stage = try atEntries(marked: row)
            let before = try #require(marked("entries", stage))
            stage.bank.book()
            stage.tell(.recordsChanged)
            #expect((marked("entries", stage) == before) == (row > 0))
            #expect(list("entries", stage)?.selected == (row > 0 ? row + 1 : 0))
            #expect(!stage.text.contains(ListState.lostReason))
        }
    }

    // MARK: - The overview

    @Test("an account stays marked when the one above it goes, and none is opened in its place")
    func accounts() throws {
        var stage = try Stage.signedIn()
        let overview = stage.model.id
        try stage.press("Down")
        stage.bank.accounts.removeFirst()
        stage.tell(.recordsChanged)
        #expect(marked("accounts", stage)?.contains("7906") == true)
        stage.bank.accounts.removeFirst()
        stage.tell(.recordsChanged)
        #expect(marked("accounts", stage) == nil)
        try stage.press("Enter")
        #expect(stage.model.id == overview)
        #expect(stage.model.toast?.text.plain.contains(ListState.lostReason) == true)
    }

    // Symptom: the mark in the recent activity was on another entry after each new booking.
    @Test("an entry of the recent activity stays marked when a newer one comes")
    func activity() throws {
        var stage = try Stage.signedIn()
        let first = list("activity", stage)?.row(at: 0)
        try stage.press("Tab", "Down")
        let before = try #require(marked("activity", stage))
        stage.bank.book()
        stage.tell(.recordsChanged)
        #expect(marked("activity", stage) == before)
        #expect(list("activity", stage)?.selected == 2)
        #expect(list("activity", stage)?.row(at: 1) == first)
    }

    @Test("the recent activity goes on with the newest entry while keys go to the accounts")
    func beginning() throws {
        var stage = try Stage.signedIn()
        stage.bank.book()
        stage.tell(.recordsChanged)
        #expect(list("activity", stage)?.selected == 0)
        #expect(list("activity", stage)?.top == 0)
    }

    // MARK: - The outbox and the others

    // Symptom: by its place the next transfer was taken back, and the question did not say which.
    @Test(
        "what is taken back is what was marked, and the question names it",
        arguments: ["o", "y"]
    )
    func takeBack(_ place: String) throws {
        var bank = ScriptedBank()
        bank.outbox = [bank.transfer(1, .queued), bank.transfer(2, .queued)]
        bank.outbox.append(bank.transfer(3, .queued))
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("g", place, "Down")
        stage.bank.outbox.removeFirst()
        stage.tell(.outboxChanged)
        try stage.press("c")
        let facts = try #require(stage.model.dialog).facts
        #expect(facts.map(\.label) == ["To", "Amount"])
        #expect(stage.words.contains("Lakshmi Iyer"))
        #expect(stage.words.contains("500.00 INR"))
        try stage.press("Right", "Enter")
        #expect(stage.bank.outbox.map(\.intentKey.rawValue) == [3])
        try stage.press("c")
        #expect(stage.model.dialog == nil)
        #expect(stage.model.toast?.text.plain.contains(ListState.lostReason) == true)
    }

    @Test("marking one decision after another as seen needs no other key")
    func acknowledge() throws {
        var bank = ScriptedBank()
        for number in [1, 2, 3] as [UInt128] {
            let refusal = ScriptedBank.refusal(number, .payeeChanged)
            bank.outbox.append(bank.transfer(number, .decided(refusal)))
        }
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("g", "o", "Down", "a", "a")
        #expect(stage.bank.outbox.map(\.intentKey.rawValue) == [1])
    }

    @Test("a session that ends elsewhere leaves the mark on the one that was marked")
    func sessions() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l", "Down")
        let before = try #require(stage.bank.sessions?[1])
        stage.bank.sessions?.removeFirst()
        stage.wait(seconds: 10)
        #expect(list("sessions", stage)?.selected == 0)
        stage.bank.sessions?.removeFirst()
        stage.wait(seconds: 10)
        #expect(list("sessions", stage)?.rowIDs.contains(before.rowID) == false)
        #expect(marked("sessions", stage) == nil)
    }
}

extension PayeeRecord {
    /// The same payee with another account and name.
    fileprivate func numbered(_ id: UInt128, _ name: String) -> PayeeRecord {
        PayeeRecord(
            accountID: AccountID(rawValue: id),
            name: name,
            number: "009988772000",
            branchCode: branchCode,
            currency: currency,
            isRemoved: false
        )
    }
}

extension ScriptedBank {
    /// Books an entry in the savings account, newer than every other.
    mutating func book() {
        guard let last = entries[Self.savings]?.last else { return }
        let number = UInt128(entries[Self.savings]?.count ?? 0)
        entries[Self.savings]?.append(
            EntryRecord(
                accountID: Self.savings,
                accountSequence: last.accountSequence + 1,
                journalID: JournalID(rawValue: 0x900 + number),
                transferID: TransferID(rawValue: 0x900 + number),
                amount: Money(minorUnits: 1_00, currency: .indianRupee),
                balanceAfterMinorUnits: last.balanceAfterMinorUnits + 1_00,
                bookedAt: last.bookedAt.adding(seconds: 1),
                valueDate: last.valueDate,
                code: 1,
                counterparty: "Card settlement",
                reference: "Card"
            )
        )
    }
}
