// Goal: a transfer goes on naming what was reviewed, says at once that a side of it has changed, and
// then asks for no code.
// Method: accounts and payees change under each step; what stands there, and what the bank was asked.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit
import Testing
import WireProtocol

@Suite("Changes under a transfer")
struct TransferChangeTests {
    /// Something that happens to a side while somebody reads.
    struct Event: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: TransferSides.Change
        /// True if the receiver is one of the user's own accounts.
        var isOwn = false
        let happen: @Sendable (inout ScriptedBank) -> Void
    }

    private static let payee = AccountID(rawValue: 0x100)

    private static let payerRevoked = Event(
        testDescription: "the payer is revoked",
        change: .payerGone,
        happen: { $0.accounts.removeAll { $0.accountID == ScriptedBank.savings } }
    )

    private static let payeeRemoved = Event(
        testDescription: "the payee is removed",
        change: .receiverGone,
        happen: { $0.payees.removeAll { $0.accountID == payee } }
    )

    private static let receiverRevoked = Event(
        testDescription: "the own receiver is revoked",
        change: .receiverGone,
        isOwn: true,
        happen: { $0.accounts.removeAll { $0.accountID == ScriptedBank.current } }
    )

    private static let events = [
        payerRevoked, payeeRemoved, receiverRevoked,
        Event(
            testDescription: "the payer can only be seen",
            change: .payerNotUsable,
            happen: { $0.accounts[0] = $0.accounts[0].withAccess(.view) }
        ),
        Event(
            testDescription: "the own receiver is closed",
            change: .receiverClosed,
            isOwn: true,
            happen: { $0.accounts[1] = $0.accounts[1].closed }
        ),
        Event(
            testDescription: "the payee is renamed",
            change: .receiverRenamed,
            happen: { $0.payees[0] = $0.payees[0].renamed("Kaveri Stores") }
        ),
    ]

    private static let steps: [TransferStep] = [.amount, .review, .authorise]

    /// A stage at a step of a transfer from the savings account.
    private func stage(
        _ event: Event,
        at step: TransferStep,
        _ size: Size = Size(width: 80, height: 24)
    ) throws -> Stage {
        var stage = try Stage.signedIn(size: size)
        try stage.press("t")
        stage.type(event.isOwn ? "7906" : "kaveri")
        try stage.press("Enter")
        stage.type("500")
        try stage.press("Enter")
        stage.type("Lunch")
        if step != .amount { try stage.press("Enter") }
        if step == .authorise { try stage.press("Right", "Enter") }
        try #require(stage.model.crumbs[step.rawValue].state == .current)
        return stage
    }

    private func facts(_ stage: Stage) -> [Fact] {
        stage.model.blocks.flatMap { block in
            if case .facts(let facts) = block { facts } else { [Fact]() }
        }
    }

    // MARK: - What is said

    // Symptom: "From" or "Account" vanished without a word, a code was asked for and used up, and only
    // then was the transfer refused. Cause: each row was looked up in the record of the moment.
    @Test(
        "it is said at once, beside what was reviewed, and no code is asked for",
        arguments: events,
        [Size(width: 60, height: 16), Size(width: 80, height: 24)]
    )
    func saidAtOnce(_ event: Event, _ size: Size) throws {
        let sentence = Sentences.change(event.change, isInOutbox: false)
        for step in Self.steps {
            var stage = try stage(event, at: step, size)
            event.happen(&stage.bank)
            stage.tell(.recordsChanged)
            #expect(!stage.console.isHidden, "\(step)")
            #expect(stage.words.contains(sentence.text), "\(step): \(stage.text)")
            #expect(stage.words.contains("Savings 0012 3456 7890"), "\(step)")
            let number = event.isOwn ? "0012 3456 7906" : "0099 8877 1000"
            #expect(stage.words.contains(number), "\(step)")
            #expect(event.isOwn || stage.words.contains("Kaveri Grocers"), "\(step)")
            #expect(!stage.words.contains("The next step asks for a code"), "\(step)")
            #expect(stage.model.focusedField?.kind != .code, "\(step)")
            #expect(!stage.console.isTypingSecret, "\(step)")
        }
    }

    @Test("Enter leads to the step at which it is chosen anew, which says why", arguments: events)
    func choosesAnew(_ event: Event) throws {
        let sentence = Sentences.change(event.change, isInOutbox: false)
        for step in Self.steps {
            var stage = try stage(event, at: step)
            event.happen(&stage.bank)
            stage.tell(.recordsChanged)
            try stage.press("Enter")
            #expect(stage.model.crumbs[event.change.step.rawValue].state == .current, "\(step)")
            #expect(stage.words.contains(sentence.text), "\(step)")
            #expect(stage.bank.authorisedKeys.isEmpty)
        }
    }

    @Test("what was typed is kept, and goes to whoever is chosen anew", arguments: steps)
    func keepsWhatWasTyped(_ step: TransferStep) throws {
        var stage = try stage(Self.payeeRemoved, at: step)
        Self.payeeRemoved.happen(&stage.bank)
        stage.tell(.recordsChanged)
        try stage.press("Enter")
        stage.type("lakshmi")
        try stage.press("Enter")
        #expect(!stage.words.contains("no longer"))
        #expect(stage.words.contains("500.00 INR"))
        #expect(stage.words.contains("Lunch"))
        try stage.press("Enter")
        #expect(stage.words.contains("To Lakshmi Iyer"))
        try stage.press("Right", "Enter")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.count == 1)
        #expect(stage.words.contains("the money has moved"))
    }

    @Test("without its payer a transfer is paid from another account")
    func otherPayer() throws {
        var stage = try stage(Self.payerRevoked, at: .authorise)
        Self.payerRevoked.happen(&stage.bank)
        stage.tell(.recordsChanged)
        try stage.press("Enter", "Down", "Enter")
        #expect(stage.words.contains("From Current 0012 3456 7906"))
        try stage.press("Enter", "Enter")
        #expect(stage.model.crumbs[3].state == .current)
        #expect(stage.words.contains("From Current 0012 3456 7906"))
        #expect(stage.words.contains("To Kaveri Grocers"))
        #expect(!stage.words.contains("no longer"))
    }

    @Test("while it is chosen who is paid, it is said that the payer is gone")
    func payerGoneAtTo() throws {
        var stage = try Stage.signedIn()
        try stage.press("t")
        Self.payerRevoked.happen(&stage.bank)
        stage.tell(.recordsChanged)
        #expect(stage.words.contains("The account that pays is no longer shown to you."))
        #expect(stage.words.contains("Savings 0012 3456 7890"))
        stage.type("kaveri")
        try stage.press("Enter")
        #expect(stage.model.crumbs[0].state == .current)
    }

    // Symptom: the figures of an account that the user no longer had stood there under "live".
    @Test("the figures of an account that is gone are not shown")
    func figures() throws {
        var payer = try stage(Self.payerRevoked, at: .review)
        #expect(facts(payer).contains { $0.label == "After it" })
        Self.payerRevoked.happen(&payer.bank)
        payer.tell(.recordsChanged)
        #expect(!facts(payer).contains { $0.label.plain.contains("vailable") })
        #expect(!facts(payer).contains { $0.label.plain.contains("fter") })
        var receiver = try stage(Self.receiverRevoked, at: .review)
        #expect(facts(receiver).contains { $0.label == "Its after" })
        Self.receiverRevoked.happen(&receiver.bank)
        receiver.tell(.recordsChanged)
        #expect(!facts(receiver).contains { $0.label.plain.hasPrefix("Its ") })
        #expect(facts(receiver).contains { $0.label == "After it" })
    }

    @Test("a code that was begun is forgotten, and asked for again once all is as it was")
    func codeForgotten() throws {
        var stage = try stage(Self.payeeRemoved, at: .authorise)
        stage.type("123")
        let payees = stage.bank.payees
        Self.payeeRemoved.happen(&stage.bank)
        stage.tell(.recordsChanged)
        stage.type("456")
        stage.bank.payees = payees
        stage.tell(.recordsChanged)
        #expect(stage.model.focusedField?.kind == .code)
        #expect(!stage.words.contains("no longer"))
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.count == 1)
    }

    @Test("a review that comes with another name than was chosen says so")
    func renamedWhileReviewed() throws {
        var stage = try stage(Self.payeeRemoved, at: .amount)
        stage.bank.payees[0] = stage.bank.payees[0].renamed("Kaveri Stores")
        try stage.press("Enter")
        #expect(stage.words.contains("To Kaveri Stores"))
        #expect(stage.words.contains("has changed since it was shown to you"))
        stage.tell(.recordsChanged)
        #expect(stage.words.contains("has changed since it was shown to you"))
    }

    // MARK: - What is in the outbox

    @Test("a transfer of the outbox that would be refused takes no code, and can be taken back")
    func outbox() throws {
        var stage = Stage()
        stage.bank.outbox = [stage.bank.transfer(1, .needsCode(.wrong))]
        stage.bank.payees.removeAll { $0.name == "Lakshmi Iyer" }
        try stage.signIn()
        try stage.press("g", "o", "Enter")
        let sentence = Sentences.change(.receiverGone, isInOutbox: true)
        #expect(stage.words.contains(sentence.text))
        #expect(stage.words.contains("To Lakshmi Iyer"))
        #expect(stage.model.focusedField == nil)
        try stage.press("Enter")
        #expect(stage.model.dialog?.title == "Leave it without a code?")
        try stage.press("Right", "Right", "Enter")
        #expect(stage.bank.log.contains("cancel"))
    }

    // Symptom: "You may not move money from this account.", and no row said which account.
    @Test("the letter about a transfer names both accounts, or says that they are shown no more")
    func letter() throws {
        var bank = ScriptedBank()
        bank.outbox = [bank.transfer(1, .decided(ScriptedBank.refusal(1, .accessDenied)))]
        var stage = try Stage.signedIn(bank: bank)
        stage.bank.accounts.removeFirst()
        stage.bank.payees.removeAll { $0.name == "Lakshmi Iyer" }
        stage.tell(.recordsChanged)
        try stage.press("g", "o", "Enter")
        #expect(stage.words.contains("From Savings 0012 3456 7890"))
        #expect(stage.words.contains("Account 0099 8877 1001 SAHY0000007"))
        var later = try Stage.signedIn(bank: stage.bank)
        try later.press("g", "o", "Enter")
        #expect(later.words.contains("From an account that is no longer shown to you"))
        #expect(later.words.contains("Account no longer among your accounts and payees"))
    }

    @Test("the last step keeps the account that paid")
    func done() throws {
        var stage = try stage(Self.payerRevoked, at: .authorise)
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        Self.payerRevoked.happen(&stage.bank)
        stage.tell(.recordsChanged)
        #expect(stage.words.contains("From Savings 0012 3456 7890"))
        #expect(stage.words.contains("the money has moved"))
    }

    // Symptom: of an open entry only the row "Account" vanished; its amounts stayed without a word.
    @Test("an entry of an account that is no longer shown says so, and shows nothing else")
    func entry() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "Enter")
        #expect(stage.model.id == "entry")
        Self.payerRevoked.happen(&stage.bank)
        stage.tell(.recordsChanged)
        #expect(stage.words.contains("This account is no longer shown to you."))
        #expect(facts(stage).isEmpty)
    }

    // MARK: - Read out

    // Symptom: the facts were read out again without "From", and what had changed was not said.
    @Test("read out, what has changed is said first, and the prompt asks for no code")
    func spoken() {
        var talk = Talk.signedIn()
        talk.say("transfer", "kaveri", "1", "500", "Lunch")
        var atCode = talk
        Self.payerRevoked.happen(&talk.bank)
        let said = talk.transcript.count
        talk.tell(.recordsChanged)
        let heard = talk.transcript.dropFirst(said)
        #expect(heard.hasPrefix("The account that pays is no longer shown to you."))
        #expect(heard.contains("From: Savings 0012 3456 7890"))
        #expect(heard.contains("Button Change, 1 of 1"))
        #expect(!heard.contains("vailable"))
        #expect(talk.hear("1").contains("Which account pays?"))
        atCode.say("2")
        #expect(atCode.shell.prompt.isSecret)
        Self.payeeRemoved.happen(&atCode.bank)
        let saidAtCode = atCode.transcript.count
        atCode.tell(.recordsChanged)
        let sentence = Sentences.change(.receiverGone, isInOutbox: false).text
        #expect(atCode.transcript.dropFirst(saidAtCode).hasPrefix(sentence))
        #expect(!atCode.shell.prompt.isSecret)
    }

    // MARK: - What is kept

    // Symptom: a draft out of Current came back with Savings selected, and Enter paid out of that.
    @Test("a kept draft comes back with the account that pays and the one that is paid")
    func keptDraft() throws {
        var stage = try Stage.signedIn()
        try stage.press("Down", "t")
        #expect(stage.words.contains("From Current 0012 3456 7906"), "the account selected")
        stage.type("lakshmi")
        try stage.press("Enter")
        stage.type("77")
        try stage.press("Esc", "Esc", "Esc", "Esc")
        #expect(stage.model.id == "overview")
        try stage.press("Up", "t")
        #expect(stage.model.focusedList?.id == "from")
        #expect(stage.model.focusedList?.selected == 1)
        try stage.press("Enter")
        #expect(stage.words.contains("From Current 0012 3456 7906"))
        try stage.press("Enter")
        #expect(stage.words.contains("From Current 0012 3456 7906"))
        #expect(stage.words.contains("To Lakshmi Iyer"))
        #expect(stage.words.contains("77.00 INR"))
    }

    @Test("a kept draft of which a side is gone says so when it comes back")
    func keptDraftChanged() throws {
        var stage = try Stage.signedIn()
        try stage.press("t")
        stage.type("kaveri")
        try stage.press("Enter")
        stage.type("77")
        var receiver = stage
        try receiver.press("Esc", "F2")
        Self.payeeRemoved.happen(&receiver.bank)
        receiver.tell(.recordsChanged)
        try receiver.press("t")
        let noPayee = Sentences.change(.receiverGone, isInOutbox: false).text
        #expect(receiver.words.contains(noPayee))
        try stage.press("Esc", "Esc", "Esc", "Esc")
        Self.payerRevoked.happen(&stage.bank)
        stage.tell(.recordsChanged)
        try stage.press("t")
        let noPayer = Sentences.change(.payerGone, isInOutbox: false).text
        #expect(stage.words.contains(noPayer))
    }
}

extension PayeeRecord {
    /// The same payee under another name.
    fileprivate func renamed(_ name: String) -> PayeeRecord {
        PayeeRecord(
            accountID: accountID,
            name: name,
            number: number,
            branchCode: branchCode,
            currency: currency,
            isRemoved: isRemoved
        )
    }
}
