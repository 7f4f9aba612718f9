// Goal: printed or spoken text is found by the same words, and a sign is one only before a number.
// Method: words in, filters out; then rows that have such words.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Filters by what is printed")
struct PrintedFilterTests {
    private func parse(_ text: String) throws -> EntryFilter {
        try FilterWords.parse(text, currency: .indianRupee, convention: .india)
    }

    // Symptom: lines read "minus 10.00 DR", and these words found nothing.
    @Test(
        "minus and plus before an amount are its sign",
        arguments: [
            ("minus 10.00 DR", "-10.00", "minus 10.00 DR"), ("Plus 15.00", "+15.00", "Plus 15.00"),
            ("minus ten", "minus ten", ""), ("minus", "minus", ""),
            ("\"minus\" 10.00", "minus 10.00", ""), ("minus 10...", "minus 10", ""),
        ] as [(String, String, String)]
    )
    func spokenSigns(typed: String, text: String, phrase: String) throws {
        let filter = try parse(typed)
        #expect(filter.text == text)
        #expect(filter.phrase == phrase)
    }

    // Symptom: "> 50000" was answered with "There is no amount. Enter one."
    @Test("a sign may stand apart from its number")
    func apart() throws {
        #expect(try parse("> 50000") == parse(">50000"))
        #expect(try parse("kaveri <= 1,000.00") == parse("kaveri <=1,000.00"))
        #expect(try parse("= -500") == parse("=-500"))
        #expect(try parse("500 .. 2000") == parse("500..2000"))
        #expect(try parse("2026-01 .. 2026-03") == parse("2026-01..2026-03"))
        #expect(FilterWords.problem(of: ">", convention: .india) != nil)
        #expect(FilterWords.problem(of: "> 1k", convention: .india) != nil)
    }

    // Symptom: of a reference "a..b >c =d <e" each word was "not understood".
    @Test(
        "a sign without a number is a word",
        arguments: [
            "a..b", ">c", "=d", "<e", "a..b >c =d <e", "pay > rent", "a..5", "5..b", "rent >",
        ]
    )
    func words(text: String) throws {
        #expect(try parse(text).text == text)
        #expect(try parse(text).leastMinorUnits == nil)
    }

    // Symptom: "CASH WIT..." and "HOTEL DE..." were "not understood" as they were printed.
    @Test(
        "what is printed cut is looked for as far as it is printed",
        arguments: [
            ("HOTEL DE...", "HOTEL DE"), ("HOTEL DE\u{2026}", "HOTEL DE"), ("HOTEL ...", "HOTEL"),
            ("2026-11...", "2026-11"), ("500...", "500"), (">5...", ">5"), ("...", "..."),
            ("\"HOTEL DE...\"", "HOTEL DE..."),
        ] as [(String, String)]
    )
    func cut(typed: String, text: String) throws {
        let filter = try parse(typed)
        #expect(filter.text == text)
        #expect(filter.leastMinorUnits == nil)
        #expect(filter.from == nil)
    }

    private func hold(
        _ number: UInt128,
        _ counterparty: String,
        _ reference: String
    ) -> HoldRecord {
        HoldRecord(
            transferID: TransferID(rawValue: number),
            accountID: ScriptedBank.savings,
            amount: Money(minorUnits: 1_000_00, currency: .indianRupee),
            counterparty: counterparty,
            reference: reference,
            heldAt: ScriptedBank.now,
            expiresAt: nil,
            status: .pending
        )
    }

    @Test(
        "the row that has such words is found in the list of what is reserved",
        arguments: [
            "a..b", ">c", "=d", "<e", "a..b >c =d <e", "HOTEL DE...", "HOTEL DE\u{2026}",
            "hotel de... a..b...",
        ]
    )
    func holds(words: String) throws {
        var bank = ScriptedBank()
        bank.holds = [
            hold(1, "Hotel Desert Rose", "a..b >c =d <e"), hold(2, "Cash Withdrawal", "Booking 7"),
        ]
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("Enter", "H", "/")
        stage.paste(words)
        let list = try #require(stage.model.focusedList)
        #expect(list.id == "holds")
        #expect(list.rowCount == 1)
        #expect(list.filter?.note?.plain == "1 of 2")
    }

    @Test("an amount that is read out with its sign is found in every list of entries")
    func readOut() throws {
        var bank = ScriptedBank()
        bank.accounts = [bank.accounts[0]]
        bank.entries = bank.entries.filter { $0.key == ScriptedBank.savings }
        let size = Size(width: 100, height: 150)
        for key in ["Tab", "Enter"] {
            var counts: [Int] = []
            for words in ["\"1,268.37 DR\"", "minus 1,268.37 DR", "minus 1,268.37 INR DR"] {
                var stage = try Stage.signedIn(size: size, bank: bank)
                try stage.press(key, "/")
                stage.paste(words)
                counts.append(try #require(stage.model.focusedList).rowCount)
            }
            #expect(counts[0] > 0, "\(key)")
            #expect(counts.allSatisfy { $0 == counts[0] }, "\(key): \(counts)")
        }
    }

    // Symptom: in the list of an account nothing was said before Enter.
    @Test(
        "what is not understood is said while it is typed",
        arguments: [[], ["g", "s"]] as [[String]]
    )
    func saidWhileTyped(keys: [String]) throws {
        var stage = try Stage.signedIn()
        for key in keys + ["Enter", "/"] { try stage.press(key) }
        stage.type(">1k")
        #expect(stage.model.focusedList?.filter?.note?.plain == "not understood")
        try stage.press("Backspace")
        #expect(stage.model.focusedList?.filter?.note?.plain != "not understood")
    }
}
