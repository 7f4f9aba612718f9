// Goal: every list is looked through with the same keys.
// Method: keys in on every screen with a list in memory; the rows that are left out.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit
import Testing
import WireProtocol

@Suite("Filters of lists")
struct ListFilterTests {
    private func stage(_ keys: [String]) throws -> Stage {
        var stage = Stage(size: Size(width: 100, height: 40))
        stage.bank.divergences = ScriptedBank.makeDivergences()
        stage.bank.outbox = [
            stage.bank.transfer(1, .queued), stage.bank.transfer(2, .unknown, sendCount: 1),
            stage.bank.transfer(3, .decided(ScriptedBank.refusal(3, .payeeChanged))),
            stage.bank.transfer(4, .decided(ScriptedBank.refusal(4, .feeChanged))),
        ]
        try stage.signIn()
        for key in keys { try stage.press(key) }
        return stage
    }

    // Symptom: `/` looked through the entries of an account and did nothing among the accounts.
    @Test(
        "/ takes words, Enter goes to the rows that have them, and Esc shows all again",
        arguments: [
            ([], "curr 7906"), (["Tab"], "salary"), (["Enter", "H"], "meridian"),
            (["g", "l"], "counter"), (["g", "s"], "november"), (["g", "o"], "rent 4"),
            (["g", "o", "Tab"], "unknown"), (["g", "y"], "queued"),
            (["g", "y", "Tab"], "missing"),
        ] as [([String], String)]
    )
    func everyList(keys: [String], words: String) throws {
        var stage = try stage(keys)
        let before = try #require(stage.model.focusedList)
        try stage.press("/")
        stage.type(words)
        let typed = try #require(stage.model.focusedList)
        #expect(typed.id == before.id)
        #expect((1...before.rowCount).contains(typed.rowCount))
        #expect(typed.filter?.cursorColumn != nil)
        // The activity holds the newest entries, and the others are not looked through.
        let newest = before.id == "activity" ? "the newest " : ""
        #expect(typed.filter?.note?.plain == "\(typed.rowCount) of \(newest)\(before.rowCount)")
        stage.type(" nowhere")
        #expect(stage.model.focusedList?.rowCount == 0)
        try stage.press("Ctrl-W", "Enter")
        let found = try #require(stage.model.focusedList)
        #expect(found.rowCount == typed.rowCount)
        #expect(found.filter?.cursorColumn == nil)
        #expect(stage.model.hints.contains { $0.title == "Clear filter" })
        try stage.press("Esc")
        #expect(stage.model.focusedList?.rowCount == before.rowCount)
        #expect(stage.model.focusedList?.filter == nil)
        #expect(stage.model.dialog == nil)
    }

    // Symptom: on Accounts `>1000`, `1332.95` and a receipt found nothing, `20 Nov` every row and `CR`
    // Croma, too. Cause: lists in memory were looked through for letters alone, and the list of an
    // account in a language of its own.
    @Test(
        "the recent activity and the list of an account find the same rows by the same words",
        arguments: [
            ">1000", ">=1000", "500..2000", "=1,268.37", "CR", "DR >5000", "dr", "cr", "Dr >5000",
            "20 Nov", "2026-11-20",
            "2026-11", "nov", "lakshmi", "lakshmi rent", "rent lakshmi", "bescom 19 Nov",
            "1,268.37", "1268.37", "-1,268.37", "00000000-0000-0001-0000-000000000057", "salary CR",
            "\"Metro Recharge\"", "\"1,268.37 DR\"", "nowhere", "face", "1,2,68",
        ]
    )
    func oneLanguage(words: String) throws {
        var bank = ScriptedBank()
        bank.accounts = [bank.accounts[0]]
        bank.entries = bank.entries.filter { $0.key == ScriptedBank.savings }
        // So many are shown that nothing is out of sight.
        let size = Size(width: 100, height: 150)
        var activity = try Stage.signedIn(size: size, bank: bank)
        var account = activity
        try activity.press("Tab", "/")
        try account.press("Enter", "/")
        activity.paste(words)
        account.paste(words)
        let here = try #require(activity.model.focusedList)
        let there = try #require(account.model.focusedList)
        #expect(here.rowCount == there.rowCount)
        #expect((0..<here.rowCount).allSatisfy { here.row(at: $0) != nil })
        for index in 0..<here.rowCount {
            #expect(here.row(at: index)?.cells.prefix(3) == there.row(at: index)?.cells.prefix(3))
        }
        let isNowhere = ["nowhere", "face", "1,2,68"].contains(words)
        #expect((here.rowCount == 0) == isNowhere)
        #expect(here.filter?.note?.plain == "\(here.rowCount) of 90", "all were looked through")
    }

    /// The keys to each list in memory.
    private static let lists: [[String]] = [
        [], ["Tab"], ["Enter", "H"], ["g", "l"], ["g", "o"], ["g", "o", "Tab"], ["g", "s"],
        ["g", "s", "Tab"], ["g", "y"], ["g", "y", "Tab"], ["t"],
    ]

    /// An entry that the bank has lost, so that "Found wrong" has all its columns.
    private static func lostEntry() throws -> Divergence {
        let entries = try #require(ScriptedBank.makeEntries()[ScriptedBank.savings])
        let entry = try #require(entries.last { $0.counterparty == "Lakshmi Iyer" })
        return Divergence(
            fault: ChainFault(
                accountID: entry.accountID,
                accountSequence: entry.accountSequence,
                reason: .divergence
            ),
            foundAt: ScriptedBank.now,
            evidenceByteCount: 200,
            isRepaired: true,
            atBank: .nothing,
            entry: entry,
            isTellable: true
        )
    }

    @Test("every cell of every list in memory is found as it is printed")
    func everyCell() throws {
        var start = try stage([])
        start.bank.divergences.append(try Self.lostEntry())
        for keys in Self.lists {
            var stage = start
            for key in keys { try stage.press(key) }
            let list = try #require(stage.model.focusedList)
            let rows = list.window.rows
            try #require(!rows.isEmpty, "\(keys)")
            for row in rows.prefix(4) {
                for printed in row.cells.flatMap(Self.words(of:)) {
                    var search = stage
                    // Who is paid is looked for without a key.
                    if list.id != "to" { try search.press("/") }
                    search.paste(printed)
                    let found = try #require(search.model.focusedList)
                    #expect(found.id == list.id)
                    #expect(found.window.rows.contains(row), "\(keys): \(printed)")
                }
            }
        }
    }

    @Test("every cell of the entries of a statement is found as it is printed")
    func everyCellOfStatement() throws {
        let stage = try stage(["g", "s", "Enter"])
        let list = try #require(stage.model.focusedList)
        try #require(list.id == "entries")
        try #require(list.window.firstIndex == 0)
        try #require(list.window.rows.count > 4)
        for (index, row) in list.window.rows.prefix(4).enumerated() {
            for printed in row.cells.flatMap(Self.words(of:)) {
                var search = stage
                try search.press("/")
                search.paste(printed)
                try search.press("Enter", "Home")
                // All rows stay, and matches are gone through: this one is next above the row below.
                for _ in 0...index { try search.press("Down") }
                try #require(search.model.focusedList?.selected == index + 1)
                try search.press("N")
                let selected = search.model.focusedList?.selected
                #expect(selected == index, "row \(index): \(printed)")
            }
        }
    }

    // Symptom: `INR` found no account where each row said INR, and `dr` nothing where rows said DR.
    /// What a cell prints, as it does and in small letters.
    private static func words(of cell: CellContent) -> [String] {
        let printed: [SafeText] =
            switch cell {
            case .text(let text, _): [text]
            case .untrusted(let text, let end): [text + end]
            case .amount(let amount):
                [amount.number, amount.currency, amount.word].compactMap(\.self)
            case .status(let status): [status.word]
            case .empty: []
            }
        // What could not be shown cannot be typed either.
        return printed.map(\.plain).filter { text in
            !text.isEmpty
                && text.unicodeScalars.allSatisfy {
                    $0 != "\u{FFFD}" && $0.properties.canonicalCombiningClass == .notReordered
                }
        }.flatMap { $0 == $0.lowercased() ? [$0] : [$0, $0.lowercased()] }
    }

    // Symptom: on Accounts a name that stood below under the recent activity gave "No account matches".
    // Cause: one list is looked through, and nothing said that the other one has what is looked for.
    @Test(
        "where only the other list has what is looked for, it says so and its key goes there with it",
        arguments: [
            ([], "salary", "activity"), (["Tab"], "asha rao", "accounts"),
            (["g", "o"], "\"rent 1\"", "outbox"), (["g", "o", "Tab"], "\"rent 4\"", "inbox"),
        ] as [([String], String, String)]
    )
    func otherList(keys: [String], words: String, other: String) throws {
        for isFinished in [false, true] {
            var stage = try stage(keys)
            try stage.press("/")
            stage.type(words)
            try #require(stage.model.focusedList?.rowCount == 0)
            if isFinished { try stage.press("Enter") }
            let said = try #require(stage.model.focusedList?.emptyText.plain)
            #expect(said.contains("; Tab finds "))
            #expect(stage.model.hints.contains { $0.title == "Other list" })
            try stage.press("Tab")
            let list = try #require(stage.model.focusedList)
            #expect(list.id == other)
            #expect(list.rowCount > 0)
            #expect(said.contains("; Tab finds \(list.rowCount) "))
            #expect(list.filter?.text.plain == words)
            #expect((list.filter?.cursorColumn == nil) == isFinished)
            try stage.press("Esc")
            #expect(stage.model.focusedList?.filter == nil)
        }
    }

    // Symptom: End did nothing where a payee is looked for. Cause: it moved in a field without text.
    @Test("before any word is typed, Home and End go to the first and the last row")
    func ends() throws {
        for keys in [["t"], ["/"]] {
            var stage = try Stage.signedIn()
            for key in keys { try stage.press(key) }
            let count = try #require(stage.model.focusedList?.rowCount)
            try #require(count > 1)
            try stage.press("End")
            #expect(stage.model.focusedList?.selected == count - 1, "\(keys)")
            try stage.press("Home")
            #expect(stage.model.focusedList?.selected == 0, "\(keys)")
        }
    }

    @Test("words that neither list has are said to match nothing, and Tab goes nowhere")
    func neitherList() throws {
        var stage = try stage([])
        try stage.press("/")
        stage.type("nowhere")
        #expect(stage.model.focusedList?.emptyText == "No account matches what you typed")
        try stage.press("Tab")
        #expect(stage.model.focusedList?.id == "accounts")
    }

    // Symptom: at 80 columns nothing on the screen named the key of a second list.
    @Test("at 80 columns the last line names the key of a second list, whatever its rows need")
    func secondList() throws {
        for keys in [[], ["g", "o"], ["g", "o", "Tab"], ["g", "y"], ["g", "s"]] {
            var stage = try stage([])
            stage.bank.outbox.append(
                stage.bank.transfer(5, .needsCode(.tooOld), sendCount: 1)
            )
            stage.tell(.outboxChanged)
            stage.resize(Size(width: 80, height: 24))
            for key in keys { try stage.press(key) }
            for _ in 0..<3 {
                let footer = try #require(stage.text.split(separator: "\n").last)
                #expect(footer.contains("Tab Other list"), "\(keys): \(footer)")
                try stage.press("Down")
            }
        }
    }

    @Test("where only the newest entries are looked through, it is said")
    func newestOnly() throws {
        var stage = try Stage.signedIn()
        try stage.press("Tab", "/")
        stage.type("sep")
        #expect(stage.text.contains("0 of the newest 24"))
        #expect(stage.text.contains("Not in the newest 24; an account's list has every entry"))
        try stage.press("Esc", "Tab", "Enter", "/")
        stage.type("sep")
        #expect((stage.model.focusedList?.rowCount ?? 0) > 0)
    }

    @Test("what cannot be understood is said, filters nothing and is still being typed")
    func misunderstood() throws {
        var stage = try Stage.signedIn()
        for keys in [[], ["Tab"]] {
            for key in keys { try stage.press(key) }
            let count = try #require(stage.model.focusedList?.rowCount)
            try stage.press("/")
            stage.type(">1k")
            try stage.press("Enter")
            let list = try #require(stage.model.focusedList)
            #expect(list.rowCount == count)
            #expect(list.filter?.note == "not understood")
            #expect(list.filter?.cursorColumn != nil)
            #expect(stage.model.toast?.text.plain.hasSuffix(".") == true)
            try stage.press("Esc")
        }
    }

    @Test("what is done with a row is done with the one that was found")
    func opens() throws {
        var stage = try stage([])
        try stage.press("/")
        stage.type("dollar")
        try stage.press("Enter", "Enter")
        #expect(stage.model.title.plain.hasPrefix("Dollar"))
        try stage.press("Esc", "Esc", "g", "o", "/")
        stage.type("rent 4")
        try stage.press("Enter", "a")
        #expect(stage.bank.outbox.count { $0.reviewed.reference == "Rent 4" } == 0)
        #expect(stage.bank.outbox.count { $0.reviewed.reference == "Rent 3" } == 1)
    }

    @Test("a masked number is not found by trying its digits")
    func masked() throws {
        var bank = ScriptedBank()
        bank.becomeAuditor()
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("/")
        stage.type("123456")
        #expect(stage.model.focusedList?.rowCount == 0)
        try stage.press("Ctrl-U")
        stage.type("7890")
        #expect(stage.model.focusedList?.rowCount == 1)
    }

    @Test(
        "a screen is found by the words that banks use for it",
        arguments: [
            ("inbox", "Outbox"), ("queue", "Outbox"), ("pending", "Outbox"),
            ("payment", "Transfer"), ("search", "Find"), ("connection", "Sync"),
            ("devices", "Sessions"), ("log out", "Sign out"), ("exit", "Leave"),
        ]
    )
    func synonyms(words: String, title: String) throws {
        for key in [":", "?"] {
            var stage = try Stage.signedIn()
            try stage.press(key)
            if key == "?" { try stage.press("/") }
            stage.type(words)
            let list = try #require(stage.model.focusedList)
            #expect(list.row(at: 0)?.cells[1] == .text(SafeText(trusted: title)), "\(key)")
        }
    }
}
