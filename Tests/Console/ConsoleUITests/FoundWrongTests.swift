// Goal: staff read the holder of the account of each finding, in the list and behind it, at every
// size.
// Symptom: "Found wrong" named nobody: an account was "Savings ..0734", which ten people have, and a
// counterparty at 80 columns "vings ..7548", without a mark that it was cut.
// Cause: the account's cell was made for people who read of their own, and the other one's product stood
// in the end that is not cut.
// Method: both sides of a lost transfer, as a teller and as a customer.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Found wrong, among other people's accounts")
struct FoundWrongTests {
    private static func side(
        _ accountID: AccountID,
        _ minorUnits: Int64,
        counterparty: String
    ) -> Divergence {
        let entry = EntryRecord(
            accountID: accountID,
            accountSequence: 8,
            journalID: JournalID(rawValue: 5),
            transferID: TransferID(rawValue: 0x77),
            amount: Money(minorUnits: minorUnits, currency: .indianRupee),
            balanceAfterMinorUnits: 0,
            bookedAt: ScriptedBank.now,
            valueDate: ZoneOffset.india.date(of: ScriptedBank.now),
            code: 1,
            counterparty: counterparty,
            reference: "Rent 7"
        )
        return Divergence(
            fault: ChainFault(accountID: accountID, accountSequence: 8, reason: .divergence),
            foundAt: ScriptedBank.now,
            evidenceByteCount: 200,
            isRepaired: true,
            atBank: .nothing,
            entry: entry,
            isTellable: true
        )
    }

    /// The sync screen with both sides of a transfer that the bank lost.
    private static func stage(_ size: Size, isTeller: Bool) throws -> Stage {
        var stage = Stage(size: size)
        if isTeller { stage.bank.becomeTeller() }
        stage.bank.divergences = [
            side(ScriptedBank.savings, -1_234_56, counterparty: "Gopal Deshpande"),
            side(ScriptedBank.current, 1_234_56, counterparty: "Asha Rao"),
        ]
        try stage.signIn()
        try stage.press("g", "y")
        return stage
    }

    @Test("each row names the holder, whatever the size", arguments: [60, 80, 100, 120, 200])
    func rows(width: Int) throws {
        let stage = try Self.stage(Size(width: width, height: 24), isTeller: true)
        let rows = stage.text.split(separator: "\n").filter { $0.contains("lost at bank") }
        try #require(rows.count == 2, "\(stage.text)")
        #expect(rows[0].contains("Asha") && rows[0].contains("..7890"), "\(rows[0])")
        #expect(rows[1].contains("Gopa") && rows[1].contains("..7906"), "\(rows[1])")
        guard width >= 80 else { return }
        #expect(rows[0].contains("Gopa") && rows[0].contains("..7906"), "\(rows[0])")
        #expect(rows[1].contains("Asha") && rows[1].contains("..7890"), "\(rows[1])")
    }

    @Test("no cell begins in the middle of a word", arguments: 60...140)
    func wholeBeginnings(width: Int) throws {
        for isTeller in [true, false] {
            let stage = try Self.stage(Size(width: width, height: 24), isTeller: isTeller)
            let rows = stage.text.split(separator: "\n").filter { $0.contains("lost at bank") }
            try #require(rows.count == 2, "\(stage.text)")
            for row in rows {
                for word in row.split(separator: " ") where word.count > 2 {
                    let isCut = ["avings", "vings", "ings", "urrent", "rrent"].contains {
                        word.hasPrefix($0)
                    }
                    #expect(!isCut, "\(width): \(row)")
                }
            }
        }
    }

    @Test("the box behind a row says whose account it is, to those who see other people's")
    func box() throws {
        for isTeller in [true, false] {
            var stage = try Self.stage(Size(width: 80, height: 24), isTeller: isTeller)
            try stage.press("Tab", "Enter")
            #expect(stage.model.dialog != nil)
            #expect(stage.words.contains("Asha Rao, Savings ..7890") == isTeller)
            #expect(stage.words.contains("Savings ..7890"))
        }
    }

    @Test("rows are found by holder and by product", arguments: ["gopal", "current", "asha"])
    func search(words: String) throws {
        var stage = try Self.stage(Size(width: 80, height: 24), isTeller: true)
        try stage.press("Tab", "/")
        stage.type(words)
        #expect(stage.text.contains("2 of 2"))
        stage.type(" nobody")
        #expect(stage.text.contains("0 of 2"))
    }
}
