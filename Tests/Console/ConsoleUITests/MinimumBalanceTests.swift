// Goal: a sum that has to stay in an account is told for what it is, and the figures add up with it.
// Method: an account with one at many widths; the overview, the account's own figures, and both
// beside an overdraft.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("A balance that has to stay")
struct MinimumBalanceTests {
    private static let least: Int64 = 1_50_000_00
    private static let widths = [60, 80, 100, 140]
    private static let line =
        "Minimum balance of Current ..7906, not in Available: 1,50,000.00 INR"

    private func stage(width: Int, height: Int = 24, isTeller: Bool = false) throws -> Stage {
        var bank = ScriptedBank()
        if isTeller { bank.becomeTeller() }
        bank.accounts[1] = bank.accounts[1].keeping(Self.least)
        return try Stage.signedIn(size: Size(width: width, height: height), bank: bank)
    }

    // Symptom: the overview showed an overdraft of -1,50,000.00 for an account in which that much had
    // to stay. Cause: what has to stay was an overdraft below zero.
    @Test(
        "a sum that has to stay has a line, and is no overdraft",
        arguments: widths,
        [false, true]
    )
    func told(width: Int, isTeller: Bool) throws {
        let stage = try stage(width: width, isTeller: isTeller)
        #expect(stage.words.contains(Self.line), "\(stage.text)")
        #expect(!stage.text.contains("Overdraft"))
        #expect(!stage.text.contains("-1,50,000.00"))
    }

    @Test("on the lowest screen the line stands beside the accounts")
    func lowest() throws {
        let stage = try stage(width: 60, height: 16)
        #expect(stage.words.contains(Self.line), "\(stage.text)")
        for name in ["Savings ..7890", "Current ..7906", "Dollar ..7914"] {
            #expect(stage.text.contains(name), "\(stage.text)")
        }
    }

    @Test("of several accounts the selected one is told, or how many there are", arguments: widths)
    func several(width: Int) throws {
        var stage = try stage(width: width)
        stage.bank.accounts[2] = stage.bank.accounts[2].keeping(25_00)
        stage.tell(.recordsChanged)
        #expect(stage.words.contains("Minimum balance of 2 accounts, not in Available"))
        try stage.press("Down")
        #expect(stage.words.contains(Self.line))
        try stage.press("Down")
        #expect(
            stage.words.contains("Minimum balance of Dollar ..7914, not in Available: 25.00 USD")
        )
    }

    // Symptom: at 60x16 "Overdraft of" was indented and "Minimum balance of" below it was not.
    @Test("the lines about both begin where the accounts' names do", arguments: [60, 80])
    func indent(width: Int) throws {
        var stage = try stage(width: width, isTeller: true)
        stage.bank.grantOverdraft(minorUnits: 50_000_00)
        stage.tell(.recordsChanged)
        let lines = stage.text.split(separator: "\n").map(String.init)
        func column(_ word: String) throws -> Int {
            let line = try #require(lines.first { $0.contains(word) }, "\(word)")
            return try #require(line.firstRange(of: word)).lowerBound.utf16Offset(in: line)
        }
        let overdraft = try column("Overdraft of")
        #expect(try column("Minimum balance of") == overdraft)
        let name = try column(width < 80 ? "Gopal" : "Current ..7906")
        #expect(overdraft == name)
        // At 60 columns it goes on in a second line.
        if width < 80 { #expect(try column("1,50,000.00 INR") == overdraft) }
    }

    // Symptom: beside a minimum balance it said that what is reserved cannot be spent, and nothing was.
    @Test("an amount that the minimum balance is in the way of is told so", arguments: [60, 80])
    func shortage(width: Int) throws {
        var stage = try stage(width: width, height: 16)
        let summaries = stage.bank.summaries
        let current = try #require(summaries.first { $0.balance.minimumBalance.isPositive })
        try stage.press("Down", "t")
        stage.type("lakshmi")
        try stage.press("Enter")
        let format = stage.console.workspace.context.format
        stage.type(format.number(current.balance.booked))
        let words = Sentences.notEnough(keepsMinimum: true, for: .customer).text
        #expect(words.contains("nor the minimum balance."))
        #expect(stage.model.focusedField?.error?.plain == words)
        #expect(stage.words.contains("nor the minimum balance."), "\(stage.text)")
        // Where nothing has to stay, it is not spoken of.
        stage.bank.accounts[1] = stage.bank.accounts[1].keeping(0)
        stage.tell(.recordsChanged)
        #expect(stage.model.focusedField?.error == nil)
        try stage.press("Ctrl-U")
        stage.type("99999999")
        let error = try #require(stage.model.focusedField?.error?.plain)
        #expect(!error.contains("minimum"))
    }

    @Test("an overdraft and a sum that has to stay are told beside each other")
    func both() throws {
        var stage = try stage(width: 140)
        stage.bank.grantOverdraft(minorUnits: 50_000_00)
        stage.tell(.recordsChanged)
        #expect(stage.text.contains("Overdraft"))
        #expect(stage.words.contains(Self.line))
    }

    // Symptom: the same in the account's own figures.
    @Test("an account's own figures name what has to stay, above zero")
    func account() throws {
        var stage = try stage(width: 80)
        try stage.press("Down", "Enter")
        let facts = stage.model.blocks.flatMap { block -> [Fact] in
            if case .facts(let facts) = block { facts } else { [] }
        }
        let told = facts.filter { $0.label == AudienceWords.customer.minimum }
        let numbers = told.compactMap { fact -> String? in
            if case .amount(let amount) = fact.value { amount.number.plain } else { nil }
        }
        #expect(numbers == ["1,50,000.00"])
        #expect(!facts.contains { $0.label == AudienceWords.customer.overdraft })
    }

    @Test(
        "balance, reserved, overdraft and what has to stay add up to what is available",
        arguments: [-700, -1, 0, 1, 700] as [Int64]
    )
    func sum(minimum: Int64) {
        let balance = AgedBalance(
            bookedMinorUnits: 1_000,
            heldMinorUnits: 200,
            minimumBalanceMinorUnits: minimum,
            currency: .indianRupee,
            freshness: .unverified
        )
        #expect(balance.overdraft.minorUnits == max(0, -minimum))
        #expect(balance.minimumBalance.minorUnits == max(0, minimum))
        let left = 1_000 - 200 + balance.overdraft.minorUnits - balance.minimumBalance.minorUnits
        #expect(balance.available.minorUnits == left)
    }
}
