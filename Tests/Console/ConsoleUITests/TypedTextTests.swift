// Goal: no typed character is dropped; what makes no sense stays, is marked, and goes nowhere.
// Method: keys and lines in; the fields, the steps and what was asked of the bank out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Typed text")
struct TypedTextTests {
    private func atAmount() throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.press("t")
        stage.type("kaveri")
        try stage.press("Enter")
        return stage
    }

    private func amountField(_ stage: Stage) throws -> Field {
        for case .form(let form) in stage.model.blocks {
            if let field = form.fields.first(where: { $0.id == "amount" }) { return field }
        }
        throw TestProblem()
    }

    private struct TestProblem: Error {}

    // Symptom: `1e3` became 13.00, `10k` 10.00, `-50` 50 and `5 USD` 5.00 INR.
    // Cause: a character that no amount has was refused, and its error went with the next key.
    @Test(
        "an amount keeps every character, says what is wrong, and Enter goes nowhere",
        arguments: [
            ("1e3", "does not belong there"), ("10k", "does not belong there"),
            ("-50", "No sign belongs here"), ("5 USD", "another currency"),
            ("1.234", "more decimals"), ("12 lakh", "does not belong there"),
        ]
    )
    func amounts(_ text: String, _ reason: String) throws {
        var stage = try atAmount()
        stage.type(text)
        let field = try amountField(stage)
        guard case .text(let shown, _) = field.content else { throw TestProblem() }
        #expect(shown.plain == text)
        #expect(field.error?.plain.contains(reason) == true)
        try stage.press("Enter", "Enter", "Tab", "Enter")
        #expect(stage.model.crumbs[2].state == .current)
        #expect(!stage.bank.log.contains("review"))
        #expect(try amountField(stage).error != nil)
    }

    @Test(
        "an amount is read as the console prints it, with the account's currency",
        arguments: ["1,20,000.00", "120000", "INR 1,20,000.00", "1,20,000.00 INR"]
    )
    func printedAmounts(_ text: String) throws {
        var stage = try atAmount()
        stage.paste(text)
        #expect(try amountField(stage).error == nil)
        #expect(stage.text.contains("1,20,000.00 INR"), "as it is printed everywhere else")
        try stage.press("Tab", "Enter")
        #expect(stage.bank.log.contains("review"))
    }

    // Symptom: "open", typed by mistake, was called an amount in another currency.
    @Test("a word that ends like a currency's code is no currency")
    func words() throws {
        var stage = try atAmount()
        stage.type("open")
        #expect(try amountField(stage).error?.plain.contains("does not belong there") == true)
    }

    @Test(
        "the account's currency may be typed letter by letter, before the amount or after it",
        arguments: ["INR 500", "inr500", "500 INR", "500INR"]
    )
    func currencyTyped(_ text: String) throws {
        var stage = try atAmount()
        for character in text {
            stage.type(String(character))
            #expect(try amountField(stage).error == nil, "\(character)")
        }
        #expect(try amountField(stage).hint == "500.00 INR")
        try stage.press("Tab", "Enter")
        #expect(stage.bank.log.contains("review"))
    }

    @Test("another currency is refused as soon as it is typed, and half of one at Enter")
    func otherCurrency() throws {
        var stage = try atAmount()
        stage.type("500 USD")
        #expect(try amountField(stage).error?.plain.contains("another currency") == true)
        stage = try atAmount()
        stage.type("500 IN")
        #expect(try amountField(stage).error == nil)
        try stage.press("Enter")
        #expect(try amountField(stage).error != nil)
    }

    // Symptom: 0 was taken until the review was asked for.
    @Test(
        "nothing is no amount: it is refused in the field",
        arguments: ["0", "0.00", "00", "INR 0", "0 INR"]
    )
    func zero(_ text: String) throws {
        for key in ["Enter", "Tab"] {
            var stage = try atAmount()
            stage.type(text)
            #expect(try amountField(stage).hint == nil)
            try stage.press(key)
            #expect(try amountField(stage).error?.plain.contains("not more than zero") == true)
            #expect(!stage.bank.log.contains("review"))
        }
        var stage = try atAmount()
        stage.type("0.50")
        #expect(try amountField(stage).error == nil)
        stage = try atAmount()
        stage.type("0.00")
        #expect(try amountField(stage).error != nil, "no digit can save it")
    }

    @Test("half an amount is no error before Enter")
    func halfAmount() throws {
        var stage = try atAmount()
        for character in "1,20,000.5" {
            stage.type(String(character))
            #expect(try amountField(stage).error == nil)
        }
    }

    // Symptom: an amount above what is available was taken, and the second Enter threw the cursor back.
    @Test(
        "an amount above what is available is marked while it is typed, and Enter goes nowhere",
        arguments: [false, true]
    )
    func tooMuch(isOffline: Bool) throws {
        var stage = try atAmount()
        if isOffline { stage.goOffline() }
        let available = try #require(stage.bank.summaries.first).balance.available
        let format = stage.console.workspace.context.format
        stage.type(format.number(available))
        #expect(try amountField(stage).error == nil)
        try stage.press("Ctrl-U")
        let more = Money(minorUnits: available.minorUnits + 1, currency: available.currency)
        for character in format.number(more).dropLast() {
            stage.type(String(character))
            #expect(try amountField(stage).error == nil, "half an amount is no error")
        }
        stage.type(String(format.number(more).suffix(1)))
        let reason = Sentences.draft(.notEnoughAvailable, for: .customer).text
        #expect(try amountField(stage).error?.plain == reason)
        try stage.press("Enter")
        #expect(stage.model.focusedField?.id == "amount")
        try stage.press("Tab", "Enter")
        #expect(stage.model.focusedField?.id == "amount")
        #expect(!stage.bank.log.contains("review"))
        // The figure grows while somebody reads.
        stage.bank.accounts[0] = stage.bank.accounts[0].withOverdraft(1_00)
        stage.tell(.recordsChanged)
        #expect(try amountField(stage).error == nil)
        try stage.press("Tab", "Enter")
        #expect(stage.bank.log.contains("review"))
    }

    @Test("a figure that is not to be relied on marks nothing")
    func tooMuchUnverified() throws {
        var bank = ScriptedBank()
        bank.freshness = .unverified
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("t")
        stage.type("kaveri")
        try stage.press("Enter")
        stage.type("99999999")
        #expect(try amountField(stage).error == nil)
    }

    @Test("a reference that lacks a character is not gone on with")
    func reference() throws {
        var stage = try atAmount()
        stage.type("500")
        try stage.press("Enter")
        stage.type(String(repeating: "x", count: Sentences.referenceLimit + 1))
        try stage.press("Enter")
        #expect(!stage.bank.log.contains("review"))
        #expect(stage.words.contains("Only 35 characters fit; the rest was not taken."))
        try stage.press("Backspace", "Enter")
        #expect(stage.bank.log.contains("review"))
    }

    @Test("a password that lacks a character is not sent")
    func password() throws {
        var stage = Stage()
        stage.type("asha")
        try stage.press("Tab")
        stage.type(String(repeating: "p", count: 129))
        try stage.press("Tab")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.log.isEmpty)
        #expect(stage.words.contains("Only 128 characters fit; the rest was not taken."))
    }

    // Symptom: nothing said how many digits a code has before there was no more room.
    @Test("one digit more than a code can have is said at once")
    func tooManyDigits() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type("12345678")
        #expect(stage.model.focusedField?.error == nil)
        stage.type("9")
        #expect(stage.model.focusedField?.error == "A code has 6 to 8 digits.")
        try stage.press("Backspace")
        #expect(stage.model.focusedField?.error == nil)
    }

    // Symptom: `abc` was sent to the bank as a code, and counted as a wrong one.
    @Test(
        "what cannot be a code is not sent, at sign-in or for a transfer",
        arguments: ["abc", "12345", "123456789", "12a456"]
    )
    func codes(_ text: String) throws {
        var stage = Stage()
        stage.type("asha")
        try stage.press("Tab")
        stage.type(ScriptedBank.password)
        try stage.press("Tab")
        stage.type(text)
        try stage.press("Enter")
        #expect(stage.bank.log.isEmpty)
        #expect(stage.text.contains("A code has"))

        stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type(text)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.isEmpty)
        #expect(stage.text.contains("A code has"))
        try stage.press("Ctrl-U")
        stage.type("123 456")
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.count == 1)
    }
}
