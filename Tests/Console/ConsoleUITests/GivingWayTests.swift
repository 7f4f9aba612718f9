// Goal: parts that tell least give way first: names, warnings and safety stay at every size, and
// nothing jumps while somebody types.
// Method: the screens at many widths and heights; which words stand on them.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing
import WireProtocol

@Suite("What gives way")
struct GivingWayTests {
    private static let widths = Array(stride(from: 60, through: 140, by: 4))
    private static let heights = [16, 20, 24, 40]
    private static let overdraft: Int64 = 50_000_00

    /// A stage with an account that may go below zero, as few may.
    private func stage(_ size: Size, isTeller: Bool) throws -> Stage {
        var bank = ScriptedBank()
        if isTeller { bank.becomeTeller() }
        bank.grantOverdraft(minorUnits: Self.overdraft)
        return try Stage.signedIn(size: size, bank: bank)
    }

    /// Gives a stage each of the sizes, as somebody who drags the window does.
    private func eachSize(
        of stage: inout Stage,
        _ look: (Stage, Size) throws -> Void
    ) rethrows {
        for width in Self.widths {
            for height in Self.heights {
                stage.resize(Size(width: width, height: height))
                try look(stage, stage.size)
            }
        }
    }

    // Symptom: at 60x16 a customer read "..7548" and "..7127", beside an overdraft of 0.00.
    @Test("an account has its product's name at every size", arguments: widths)
    func products(width: Int) throws {
        var stage = try stage(Size(width: width, height: 24), isTeller: false)
        for height in Self.heights {
            stage.resize(Size(width: width, height: height))
            for name in ["Savings ..7890", "Current ..7906", "Dollar ..7914"] {
                #expect(stage.text.contains(name), "\(name) at \(width)x\(height)")
            }
        }
    }

    // Symptom: at 80 columns staff read "Joshi Genera..." beside an overdraft that few accounts have.
    @Test("no holder and no product is cut beside a column that most accounts do not need")
    func holders() throws {
        for width in Self.widths where width >= SizeClass.designWidth {
            let stage = try stage(Size(width: width, height: 24), isTeller: true)
            let lines = stage.text.split(separator: "\n")
            let header = try #require(lines.first { $0.contains("Available") })
            let row = try #require(lines.first { $0.contains("..7906") })
            #expect(row.contains("Gopal Deshpande"), "\(width)")
            let isWhole = row.contains("Current ..7906")
            #expect(isWhole || !header.contains("Overdraft"), "\(width)")
        }
    }

    @Test("an overdraft that has no column has a line", arguments: widths, [false, true])
    func overdrafts(width: Int, isTeller: Bool) throws {
        var stage = try stage(Size(width: width, height: 24), isTeller: isTeller)
        let line = "Overdraft of Savings ..7890 in Available: 50,000.00 INR"
        let header = try #require(
            stage.text.split(separator: "\n").first { $0.contains("Available") }
        )
        let hasColumn = header.contains("Overdraft")
        #expect(stage.text.contains(line) != hasColumn)
        try stage.press("Down")
        #expect(stage.text.contains(line) != hasColumn, "no other account has one")
        // The second one is told of when it is selected.
        let second = stage.bank.accounts[1].withOverdraft(1_000_00)
        stage.bank.accounts[1] = second
        stage.tell(.recordsChanged)
        #expect(
            stage.text.contains("Overdraft of Current ..7906 in Available: 1,000.00 INR")
                != hasColumn
        )
        try stage.press("Down")
        #expect(stage.text.contains("Overdraft of 2 accounts in Available") != hasColumn)
    }

    // Symptom: at 60 columns staff chose the account that pays by "Savings 5010 0478 28...", and a
    // statement by a number alone.
    @Test("staff read digits and holder wherever they choose an account", arguments: widths)
    func digits(width: Int) throws {
        for keys in [["t", "Esc"], ["g", "s"], ["g", "s", "Enter"]] {
            var stage = try stage(Size(width: width, height: 24), isTeller: true)
            for key in keys { try stage.press(key) }
            let row = try #require(
                stage.text.split(separator: "\n").first { $0.contains("7890") },
                "\(keys) at \(width)"
            )
            #expect(row.contains("Asha Rao") || stage.text.contains("Holder"), "\(keys)")
            #expect(stage.text.contains("Asha Rao"), "\(keys) at \(width)")
        }
    }

    // Symptom: where somebody is chosen to be paid, a name with look-alike letters lost the words that
    // say so, beside the code of a branch.
    @Test("a warning about a payee's name stands at every size", arguments: widths)
    func payeeWarnings(width: Int) throws {
        for height in Self.heights {
            var bank = ScriptedBank()
            bank.payees.insert(
                PayeeRecord(
                    accountID: AccountID(rawValue: 0x1FF),
                    name: "K\u{0430}veri Grocers",
                    number: "009988771999",
                    branchCode: "SAHY0000007",
                    currency: .indianRupee,
                    isRemoved: false
                ),
                at: 0
            )
            var stage = try Stage.signedIn(
                size: Size(width: width, height: height),
                bank: bank
            )
            try stage.press("t")
            #expect(stage.text.contains("look-alike letters"), "\(width)x\(height)")
            stage.type("look-alike letters")
            #expect((stage.model.focusedList?.rowCount ?? 0) > 0, "it is found as it is printed")
        }
    }

    // Symptom: at 60x16 the review did not say that nothing had been sent.
    @Test("the review says that nothing has been sent, at every size", arguments: [false, true])
    func nothingSent(isTeller: Bool) throws {
        for isOffline in [false, true] {
            var stage = try stage(Size(width: 80, height: 24), isTeller: isTeller)
            if isOffline { stage.goOffline() }
            try stage.reachReview()
            eachSize(of: &stage) { stage, size in
                #expect(stage.text.contains("Nothing has been sent."), "\(size)")
            }
        }
    }

    // Symptom: at 60x16 neither Sync nor any other screen said that the books had been restored.
    @Test(
        "that the books were restored stands on every screen, at every size",
        arguments: [[], ["Enter"], ["g", "s"], ["g", "o"], ["g", "y"]] as [[String]]
    )
    func restored(_ keys: [String]) throws {
        var stage = Stage()
        stage.bank.notice = .booksRestored
        stage.bank.divergences = ScriptedBank.makeDivergences()
        stage.bank.outbox = (1...3).map { stage.bank.transfer(UInt128($0), .queued) }
        try stage.signIn()
        for key in keys { try stage.press(key) }
        eachSize(of: &stage) { stage, size in
            #expect(stage.words.contains("books were restored from a copy"), "\(size)")
        }
    }

    /// The titles above the list that keys go to, as they stand on the screen.
    private func titles(_ stage: Stage) throws -> String {
        let list = try #require(stage.model.focusedList)
        let columns = list.columns.filter { $0.dropPriority <= 0 }
        let line = stage.text.split(separator: "\n").first { line in
            columns.allSatisfy { column in
                line.contains(column.title.plain)
                    || line.contains(column.shortTitle?.plain ?? column.title.plain)
            }
        }
        return String(try #require(line, "\(stage.text)"))
    }

    // Symptom: columns came, went and moved with each letter of what somebody looked for.
    @Test(
        "no column moves while somebody types what to look for",
        arguments: [
            [], ["Tab"], ["Enter", "H"], ["g", "l"], ["g", "o"], ["g", "o", "Tab"], ["g", "y"],
            ["g", "y", "Tab"], ["t"], ["t", "Esc"], ["?"],
        ] as [[String]]
    )
    func filtering(_ keys: [String]) throws {
        for width in [60, 80, 100, 120, 160] {
            var stage = Stage(size: Size(width: width, height: 40))
            stage.bank.becomeTeller()
            stage.bank.grantOverdraft(minorUnits: Self.overdraft)
            stage.bank.divergences = ScriptedBank.makeDivergences()
            stage.bank.outbox = [
                stage.bank.transfer(1, .queued, waited: 400_000),
                stage.bank.transfer(2, .unknown, sendCount: 1),
                stage.bank.transfer(3, .decided(ScriptedBank.refusal(3, .payeeChanged))),
            ]
            try stage.signIn()
            for key in keys { try stage.press(key) }
            let before = try titles(stage)
            // Where somebody is looked for, what is typed is that already.
            if keys.first != "t" { try stage.press("/") }
            for letter in ["a", "s", "h", "x", "x"] {
                stage.type(letter)
                #expect(try titles(stage) == before, "\(width), \(letter)")
            }
        }
    }
}
