// Goal: every figure says how old it is, every refusal says why, and the names of others change
// nothing but their own cells.
// Method: every scene of the golden screens, looked through cell by cell and row by row.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Honesty of screens")
struct HonestyTests {
    private static let balanceRoles: Set<TerminalKit.Role> = [
        .balance, .balanceLow, .balanceOverdrawn,
    ]

    private static let believable = ["live", "as of", "UNVERIFIED"]

    @Test(
        "no balance stands on any screen without how fresh it is",
        arguments: GoldenScreenTests.scenes,
        [Freshness.live(asOf: .epoch), .cached(asOf: .epoch), .unverified]
    )
    func freshness(_ scene: GoldenScreenTests.Scene, _ freshness: Freshness) throws {
        for size in [Size(width: 120, height: 40), Size(width: 60, height: 16)] {
            var stage = Stage(size: size)
            stage.bank.freshness = freshness
            try scene.play(&stage)
            for block in stage.model.blocks + stage.model.aside { expectFreshness(block) }
        }
    }

    private func expectFreshness(_ block: Block) {
        switch block {
        case .facts(let facts):
            for fact in facts {
                guard case .amount(let amount) = fact.value,
                    Self.balanceRoles.contains(amount.role) || fact.label == "Booked"
                        || fact.label == "Held" || fact.label == "Balance after"
                else { continue }
                let note = fact.note?.plain ?? ""
                #expect(Self.believable.contains { note.contains($0) }, "\(fact.label.plain)")
            }
        case .list(let list):
            for row in list.window.rows {
                let amounts = row.cells.compactMap { cell in
                    if case .amount(let amount) = cell { amount } else { nil }
                }
                guard amounts.contains(where: { Self.balanceRoles.contains($0.role) }) else {
                    continue
                }
                let words = amounts.compactMap { $0.word?.plain }.joined(separator: " ")
                #expect(Self.believable.contains { words.contains($0) }, "\(list.id)")
            }
            if list.columns.contains(where: { $0.title == "Balance after" }) {
                let footer = list.footer?.plain ?? ""
                #expect(Self.believable.contains { footer.contains($0) })
            }
        default: break
        }
    }

    @Test("offline, every figure says as of when, and for how long there was no line")
    func offlineWords() throws {
        var stage = try Stage.signedIn()
        stage.goOffline()
        #expect(stage.text.contains("as of 13:25"))
        try stage.press("Enter")
        #expect(stage.text.contains("as of 13:25 (offline 37 min)"))
        stage.wait(seconds: 60)
        #expect(stage.text.contains("as of 13:25 (offline 38 min)"))
        stage.comeBack()
        #expect(!stage.text.contains("offline"))
    }

    @Test("a record that does not agree says so beside every figure")
    func unverified() throws {
        var bank = ScriptedBank()
        bank.freshness = .unverified
        let stage = try Stage.signedIn(bank: bank)
        let words = stage.text.components(of: "UNVERIFIED")
        #expect(words == 3, "one for each account")
        #expect(stage.text.contains("does not agree"))
    }

    @Test(
        "the names of others change no other cell",
        arguments: [
            ScriptedBank.hostileName,
            "a\tb\nc\rd\u{8}\u{8}\u{8}", "\u{202E}\u{2066}evil",
            String(repeating: "\u{301}", count: 50),
            "\u{65E5}\u{672C}\u{8A9E}\u{1F469}\u{200D}\u{1F469}", "\u{1B}[2J\u{1B}]0;x\u{7}",
            "\u{9B}2J",
            String(repeating: "W", count: 4_000),
        ]
    )
    func hostileNames(_ name: String) throws {
        for size in [Size(width: 120, height: 40), Size(width: 80, height: 24)] {
            let plain = try Self.account(named: "Plain", size)
            let hostile = try Self.account(named: name, size)
            #expect(plain.model.blocks.count == hostile.model.blocks.count)
            let list = try #require(plain.model.focusedList)
            // Beside the list a long name wraps, and what stands under it moves down.
            let width = size.width < 120 ? size.width : 70
            #expect(plain.frame().amountCells(width) == hostile.frame().amountCells(width))
            #expect(!plain.frame().amountCells(width).isEmpty)
            #expect(list.rowCount == 90)
            #expect(
                hostile.frame().cells.allSatisfy { cell in
                    cell.base.value >= 0x20 && !(0x7F...0x9F).contains(cell.base.value)
                }
            )
        }
    }

    private static func account(named name: String, _ size: Size) throws -> Stage {
        var bank = ScriptedBank()
        bank.entries[ScriptedBank.savings] = bank.entries[ScriptedBank.savings]?.map {
            $0.withCounterparty(name)
        }
        var stage = try Stage.signedIn(size: size, bank: bank)
        try stage.press("Enter")
        return stage
    }

    @Test(
        "every command that cannot be given says why, on every screen",
        arguments: GoldenScreenTests.scenes
    )
    func disabledReasons(_ scene: GoldenScreenTests.Scene) throws {
        var stage = Stage()
        try scene.play(&stage)
        for command in stage.console.commandTable.commands {
            guard let reason = command.disabledReason else { continue }
            #expect(reason.plain.hasSuffix("."), "\(command.id): \(reason.plain)")
            #expect(reason.width > 10)
            guard let key = command.keys.first else { continue }
            var pressed = stage
            for name in key.text.split(separator: " ") { try pressed.press(String(name)) }
            #expect(pressed.model.toast?.text == reason, "\(command.id)")
        }
    }

    @Test("the keys of every screen stand in nobody's way", arguments: GoldenScreenTests.scenes)
    func keys(_ scene: GoldenScreenTests.Scene) throws {
        var stage = Stage()
        try scene.play(&stage)
        #expect(stage.console.commandTable.problems == [])
    }

    @Test("every command has one row, with words for people")
    func rows() {
        #expect(Set(CommandRows.all.map(\.id)).count == CommandRows.all.count)
        for id in CommandID.allCases {
            let row = CommandRows.row(id)
            #expect(row != nil, "\(id)")
            #expect(row?.help.plain.hasSuffix(".") == true, "\(id)")
            #expect((1...20).contains(row?.title.width ?? 0), "\(id)")
        }
    }

    @Test("a demonstration says DEMO on every screen", arguments: GoldenScreenTests.scenes)
    func demoBanner(_ scene: GoldenScreenTests.Scene) throws {
        for size in GoldenScreenTests.sizes.dropLast() {
            var stage = Stage(size: size)
            try scene.play(&stage)
            #expect(stage.text.split(separator: "\n").first?.contains("DEMO") == true)
        }
    }
}

extension EntryRecord {
    /// The same entry with another name on the other side.
    func withCounterparty(_ name: String) -> EntryRecord {
        EntryRecord(
            accountID: accountID,
            accountSequence: accountSequence,
            journalID: journalID,
            transferID: transferID,
            amount: amount,
            balanceAfterMinorUnits: balanceAfterMinorUnits,
            bookedAt: bookedAt,
            valueDate: valueDate,
            code: code,
            counterparty: name,
            reference: name
        )
    }
}

extension Frame {
    /// Every cell of the first columns that is an amount or a balance, with where it stands.
    func amountCells(_ width: Int) -> [String] {
        (0..<size.height).flatMap { y in
            row(y).prefix(width).enumerated().compactMap { x, cell in
                cell.role.name.hasPrefix("amount") || cell.role.name.hasPrefix("balance")
                    ? "\(x),\(y) \(cell.base)" : nil
            }
        }
    }
}

extension String {
    /// How often a word stands in the text.
    func components(of word: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: word) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
