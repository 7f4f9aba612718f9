// Goal: a reversed transfer is shown as reversed everywhere.
// Method: a reversal comes while the last step or the entry stands there; others that do not fit it.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Reversals")
struct ReversalTests {
    private static let journalID = JournalID(rawValue: 0x5EC0)

    /// An entry of the savings account that comes next.
    private func add(
        _ minorUnits: Int64,
        from counterparty: String,
        _ reference: String,
        code: UInt16 = 8,
        to stage: inout Stage
    ) {
        let list = stage.bank.entries[ScriptedBank.savings] ?? []
        let entry = EntryRecord(
            accountID: ScriptedBank.savings,
            accountSequence: Int64(list.count + 1),
            journalID: Self.journalID,
            transferID: TransferID(rawValue: 0x5EC0),
            amount: Money(minorUnits: minorUnits, currency: .indianRupee),
            balanceAfterMinorUnits: 5_000_00,
            bookedAt: ScriptedBank.now.adding(seconds: 60),
            valueDate: ZoneOffset.india.date(of: ScriptedBank.now),
            code: code,
            counterparty: counterparty,
            reference: reference
        )
        stage.bank.entries[ScriptedBank.savings] = list + [entry]
        stage.tell(.recordsChanged)
    }

    // Symptom: after a reversal the last step went on saying that the money had moved, beside "live".
    @Test(
        "the last step says that a reversal was booked",
        arguments: [Size(width: 60, height: 16), Size(width: 80, height: 24)]
    )
    func done(_ size: Size) throws {
        var stage = try Stage.signedIn(size: size)
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(!stage.words.contains(Sentences.reversed.text))
        add(1_20_000_00, from: "Kaveri Grocers", "Reversal: Invoice 1182", to: &stage)
        #expect(!stage.console.isHidden)
        #expect(stage.words.contains(Sentences.reversed.text))
        #expect(stage.words.contains("Reversal \(Self.journalID)"))
    }

    @Test("the entry says it too, whatever reference the bank gave the reversal")
    func entry() throws {
        for reference in ["Reversal: \u{0927}\u{0928}\u{094D}\u{092F}", "Paid twice"] {
            var stage = try Stage.signedIn()
            let entry = try #require(stage.bank.entries[ScriptedBank.savings]?.last)
            try #require(entry.reference == "\u{0927}\u{0928}\u{094D}\u{092F}")
            try stage.press("Enter", "Enter")
            #expect(stage.model.id == "entry")
            #expect(!stage.words.contains(Sentences.reversed.text))
            add(-entry.amount.minorUnits, from: entry.counterparty, reference, to: &stage)
            #expect(stage.words.contains(Sentences.reversed.text))
            #expect(stage.words.contains("Reversal \(Self.journalID)"))
            #expect(stage.text.contains("Balance after"), "the entry stands as it was booked")
        }
    }

    @Test("what is no reversal of it is told of as none")
    func others() throws {
        var stage = try Stage.signedIn()
        let entry = try #require(stage.bank.entries[ScriptedBank.savings]?.last)
        try stage.press("Enter", "Enter")
        let sum = -entry.amount.minorUnits
        let name = entry.counterparty
        var others = [Stage](repeating: stage, count: 5)
        add(sum, from: name, "Reversal: \(entry.reference)", code: 1, to: &others[0])
        add(sum + 1, from: name, "Reversal: \(entry.reference)", to: &others[1])
        add(sum, from: "Metro Recharge", "Reversal: \(entry.reference)", to: &others[2])
        add(sum, from: name, "Reversal: another", to: &others[3])
        add(-sum, from: name, "Reversal: \(entry.reference)", to: &others[4])
        for other in others {
            #expect(other.model.id == "entry")
            #expect(!other.words.contains(Sentences.reversed.text))
        }
    }
}
