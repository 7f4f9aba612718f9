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
    private static let balanceRoles: Set<StyleRole> = [.balance, .balanceOverdrawn]

    private static let balanceLabels: Set<String> = [
        "Booked", "Held", "Balance", "Reserved", "Balance after",
    ]

    private static let believable = ["live", "as of", "not fetched yet", "UNVERIFIED"]

    /// What the title bar says where it says how fresh all figures are.
    private static let statable = ["live", "as of", "offline"]

    // The figures are counted: scenes in which the title bar says how fresh they are, and those without
    // figures, would let everything pass.
    @Test(
        "no balance stands on any screen without how fresh it is",
        arguments: [Freshness.live(asOf: .epoch), .cached(asOf: .epoch), .unverified]
    )
    func freshness(_ freshness: Freshness) throws {
        var statedCount = 0
        var ownCount = 0
        for scene in GoldenScreenTests.scenes {
            for size in [Size(width: 120, height: 40), Size(width: 60, height: 16)] {
                var stage = Stage(size: size)
                stage.bank.freshness = freshness
                try scene.play(&stage)
                let model = stage.model
                let figures = (model.blocks + model.aside).flatMap(Self.figures)
                // What the title bar says need not be said again; nothing unverified is said there.
                // Some scenes end with a freshness of their own.
                if stage.bank.freshness != .unverified, Self.isStated(model.status.link) {
                    statedCount += figures.count
                    guard !figures.isEmpty, model.lock == nil else { continue }
                    let title = stage.text.split(separator: "\n").first ?? ""
                    #expect(Self.statable.contains { title.contains($0) }, "\(scene.name) \(size)")
                } else {
                    ownCount += figures.count
                    for (name, words) in figures {
                        let isTold = Self.believable.contains { words.contains($0) }
                        #expect(isTold, "\(name) in \(scene.name) \(size)")
                    }
                }
            }
        }
        switch freshness {
        case .live: #expect(statedCount > 0)
        case .cached, .unverified: #expect(ownCount > 0)
        }
    }

    private static func isStated(_ link: Link) -> Bool {
        switch link {
        case .live, .offline: true
        case .none, .connecting, .unverified: false
        }
    }

    @Test("a figure that is not as fresh as the title bar says, says so itself")
    func differingFreshness() throws {
        let old = ScriptedBank.now.adding(seconds: -3_600)
        for isOffline in [false, true] {
            var stage = try Stage.signedIn()
            if isOffline { stage.goOffline() }
            #expect(stage.text.components(of: isOffline ? "as of 13:25" : "live") == 1)
            stage.bank.freshness = .cached(asOf: old)
            for reply in stage.bank.answer(.accounts) { stage.send(.reply(reply)) }
            #expect(stage.text.components(of: "as of 13:02") == stage.bank.accounts.count)
            try stage.press("Enter")
            #expect(stage.text.components(of: "as of 13:02") >= 3)
        }
    }

    /// The figures that have to say how fresh they are: what each is, and the words beside it.
    private static func figures(_ block: Block) -> [(name: String, words: String)] {
        switch block {
        case .facts(let facts):
            return facts.compactMap { fact in
                guard case .amount(let amount) = fact.value,
                    balanceRoles.contains(amount.role) || balanceLabels.contains(fact.label.plain)
                else { return nil }
                return (fact.label.plain, fact.note?.plain ?? "")
            }
        case .list(let list):
            var figures: [(name: String, words: String)] = list.window.rows.compactMap { row in
                let amounts = row.cells.compactMap { cell in
                    if case .amount(let amount) = cell { amount } else { nil }
                }
                guard amounts.contains(where: { balanceRoles.contains($0.role) }) else {
                    return nil
                }
                return (list.id, amounts.compactMap { $0.word?.plain }.joined(separator: " "))
            }
            if list.columns.contains(where: { $0.title == "Balance after" }) {
                figures.append((list.id, list.footer?.plain ?? ""))
            }
            return figures
        default: return []
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
            $0.with(counterparty: name, reference: name)
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
