// Goal: columns stand where they are while a list is scrolled, and a window that grows under a question
// shows every row.
// Method: lists whose rows differ as much as they may; the line of titles before and after each key.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Columns that stand still")
struct StandingColumnsTests {
    private func titles(_ stage: Stage, _ id: String) throws -> String {
        for case .list(let list) in stage.model.blocks where list.id == id {
            let last = list.columns[list.columns.count - 1].title.plain
            let header = stage.text.split(separator: "\n").first { line in
                line.contains(last) && line.contains(list.columns[0].title.plain)
            }
            return String(try #require(header, "\(stage.text)"))
        }
        return ""
    }

    /// A teller whose accounts hold from nothing to millions, the widest at the end.
    private static func branch() -> ScriptedBank {
        var bank = ScriptedBank()
        bank.becomeTeller()
        let first = bank.accounts[0]
        bank.accounts = (0..<40).map { index in
            let id = AccountID(rawValue: 0x1_000 + UInt128(index))
            bank.entries[id] = ScriptedBank.makeEntries(id, .indianRupee, count: 1, seed: 7)
            return AccountRecord(
                accountID: id,
                number: "0012345678\(10 + index)",
                branchCode: first.branchCode,
                holder: "Holder \(index)",
                product: index.isMultiple(of: 2) ? "Savings" : "Current",
                currency: .indianRupee,
                heldMinorUnits: Int64(index) * Int64(index) * Int64(index) * 1_234_56,
                minimumBalanceMinorUnits: index == 39 ? -1_00_00_000_00 : 0,
                isClosed: false,
                access: .operate,
                accountSequence: 0
            )
        }
        return bank
    }

    // Symptom: hiding amounts cut names that were whole before, beside a Reference that came.
    @Test("a whole name in the activity stays whole over hidden amounts", arguments: [false, true])
    func hiddenAmounts(isTeller: Bool) throws {
        var bank = ScriptedBank()
        if isTeller { bank.becomeTeller() }
        bank.entries = bank.entries.mapValues { entries in
            entries.map {
                let name = Self.name(cellCount: 12 + Int($0.accountSequence % 18))
                return $0.with(counterparty: name, reference: "Rent")
            }
        }
        let names = (12..<30).map(Self.name)
        for width in stride(from: 60, through: 160, by: 5) {
            var stage = try Stage.signedIn(size: Size(width: width, height: 60), bank: bank)
            let plain = stage.text
            try stage.press("*")
            let hidden = stage.text
            var isAnyWhole = false
            for name in names {
                let count = plain.components(of: name)
                if count > 0 { isAnyWhole = true }
                #expect(hidden.components(of: name) >= count, "\(name) at \(width)")
            }
            #expect(isAnyWhole)
        }
    }

    /// A name of so many cells, which is a part of no other.
    private static func name(cellCount: Int) -> String {
        String(repeating: "x", count: cellCount - 2) + "\(cellCount)"
    }

    // Symptom: columns came and went while a teller's accounts were scrolled. Cause: they were made for
    // the rows in sight.
    @Test("no column moves while accounts are scrolled", arguments: [80, 100, 120, 160])
    func accounts(width: Int) throws {
        var stage = try Stage.signedIn(
            size: Size(width: width, height: 24),
            bank: Self.branch()
        )
        let before = try titles(stage, "accounts")
        for title in ["Account", "Booked", "Held", "Available"] {
            #expect(before.contains(title), "\(title)")
        }
        // Most of the accounts have none.
        #expect(before.contains("Overdraft") == (width >= 120))
        for _ in 0..<39 {
            try stage.press("Down")
            #expect(try titles(stage, "accounts") == before)
        }
        #expect(stage.model.focusedList?.selected == 39)
    }

    @Test(
        "no column moves while any other list is scrolled",
        arguments: [
            (["Tab"], "activity"), (["Enter"], "entries"), (["g", "s", "Enter"], "entries"),
            (["?"], "commands"), (["g", "o"], "outbox"), (["g", "y"], "queue"), (["t"], "to"),
        ] as [([String], String)]
    )
    func others(keys: [String], id: String) throws {
        var stage = Stage()
        let states: [OutboxItem.State] = [.queued, .needsCode(.tooOld), .unknown, .sending]
        stage.bank.outbox = (1...30).map { number in
            stage.bank.transfer(
                UInt128(number),
                states[number % states.count],
                waited: Int64(number * number) * 400
            )
        }
        try stage.signIn()
        for key in keys { try stage.press(key) }
        let before = try titles(stage, id)
        #expect(!before.isEmpty)
        for _ in 0..<60 {
            try stage.press("Down")
            #expect(try titles(stage, id) == before)
        }
    }

    // Symptom: rows that came in sight under a question stayed empty for ever. Cause: only the screen on
    // top was told how many there are.
    @Test(
        "a window that grows under a question shows every row",
        arguments: [["Enter"], ["g", "s", "Enter"]] as [[String]]
    )
    func growsUnderQuestion(_ keys: [String]) throws {
        for holdsAnswers in [false, true] {
            var stage = try Stage.signedIn()
            for key in keys { try stage.press(key) }
            try stage.press("F10")
            #expect(stage.model.dialog != nil)
            stage.holdsAnswers = holdsAnswers
            stage.resize(Size(width: 80, height: 90))
            if holdsAnswers { stage.release() }
            #expect(!stage.frame().cells.contains { $0.role == .placeholder })
            try stage.press("Esc")
            #expect(!stage.frame().cells.contains { $0.role == .placeholder })
        }
    }
}
