// Goal: a filter finds what was meant, says what it did not understand, and can be stopped.
// Method: words in, filters out; then the account screen with a search that is held.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import TerminalKit
import Testing

@Suite("Filters")
struct FilterTests {
    private func parse(_ text: String) throws -> EntryFilter {
        try FilterWords.parse(text, currency: .indianRupee, convention: .india)
    }

    @Test("words, amounts and days are told apart")
    func words() throws {
        let filter = try parse("metro recharge 500..2,000.50 2026-01..2026-02")
        #expect(filter.text == "metro recharge")
        #expect(filter.leastMinorUnits == 500_00)
        #expect(filter.greatestMinorUnits == 2_000_50)
        #expect(filter.from == BusinessDate("2026-01-01"))
        #expect(filter.to == BusinessDate("2026-02-28"))
    }

    @Test(
        "ranges may be open at one end",
        arguments: [
            (">500", 500_00, nil), ("<500", nil, 500_00), ("500..", 500_00, nil),
            ("..500", nil, 500_00),
        ] as [(String, Int64?, Int64?)]
    )
    func openRanges(_ text: String, _ least: Int64?, _ greatest: Int64?) throws {
        let filter = try parse(text)
        #expect(filter.leastMinorUnits == least)
        #expect(filter.greatestMinorUnits == greatest)
        #expect(filter.text.isEmpty)
    }

    @Test("a month and a day are days, and a leap February has 29 of them")
    func days() throws {
        #expect(try parse("2024-02").to == BusinessDate("2024-02-29"))
        #expect(try parse("2026-12").to == BusinessDate("2026-12-31"))
        #expect(try parse("2026-03-09").from == BusinessDate("2026-03-09"))
        #expect(try parse("2026-03..").to == nil)
    }

    @Test("what stands in quotation marks is words, whatever it looks like")
    func quoted() throws {
        #expect(try parse("\"2026-03\" \">5\"").text == "2026-03 >5")
    }

    @Test("numbers alone are words, as in the number of an invoice")
    func numbers() throws {
        #expect(try parse("1182").text == "1182")
    }

    @Test(
        "what cannot be understood is said and nothing is looked for",
        arguments: [">12 lakh", "1.2.3..4", "2026-13..2026-14", ">"]
    )
    func misunderstood(_ text: String) throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "/")
        stage.type(text)
        try stage.press("Enter")
        let filter = try #require(stage.model.focusedList?.filter)
        if text == ">12 lakh" {
            #expect(stage.bank.log.contains("search"), "the words beside a range are words")
        } else {
            #expect(filter.cursorColumn != nil)
            #expect(filter.note?.plain.contains(".") == true)
            #expect(!stage.bank.log.contains("search"))
        }
    }

    @Test("the first matches are shown while the search goes on, with progress")
    func firstMatches() throws {
        var stage = try searching()
        let id = try #require(Self.requestID(stage))
        var matches = MatchSet()
        for place in 0..<40 { matches.append(place == 5) }
        stage.send(
            .reply(
                .searchProgress(
                    id,
                    SearchProgress(
                        matches: matches,
                        readCount: 40,
                        totalCount: 90,
                        isComplete: false
                    )
                )
            )
        )
        #expect(stage.model.progress?.percent == 44)
        #expect(stage.model.progress?.cancelKey == "Ctrl-C")
        #expect(stage.model.focusedList?.rowCount == 1)
    }

    @Test("Ctrl-C and Esc stop a search and keep what was found", arguments: ["Ctrl-C", "Esc"])
    func stopped(_ key: String) throws {
        var stage = try searching()
        let id = try #require(Self.requestID(stage))
        var matches = MatchSet()
        for place in 0..<40 { matches.append(place == 5) }
        stage.send(
            .reply(
                .searchProgress(
                    id,
                    SearchProgress(
                        matches: matches,
                        readCount: 40,
                        totalCount: 90,
                        isComplete: false
                    )
                )
            )
        )
        stage.holdsAnswers = false
        try stage.press(key)
        #expect(stage.bank.log.contains("cancelSearch"))
        #expect(stage.model.progress == nil)
        #expect(stage.text.contains("1 in the newest 40, stopped"))
        #expect(stage.shell.isEmpty)
    }

    @Test("a screen that goes stops its search")
    func leavingStops() throws {
        var stage = try searching()
        stage.holdsAnswers = false
        try stage.press("F2")
        #expect(stage.bank.log.contains("cancelSearch"))
        #expect(stage.model.id == "overview")
    }

    @Test("showing all brings every entry back")
    func showAll() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "/")
        stage.type("kaveri")
        try stage.press("Enter")
        #expect(stage.model.focusedList?.rowCount ?? 0 < 90)
        try stage.press("c")
        #expect(stage.model.focusedList?.rowCount == 90)
        #expect(stage.model.focusedList?.filter == nil)
    }

    @Test("a statement is searched from match to match, round and round")
    func statement() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "s", "Enter", "/")
        #expect(stage.model.id == "statement")
        stage.type("kaveri")
        try stage.press("Enter")
        let first = try #require(stage.model.focusedList?.selected)
        try stage.press("n")
        let second = try #require(stage.model.focusedList?.selected)
        #expect(second > first)
        try stage.press("N")
        #expect(stage.model.focusedList?.selected == first)
        try stage.press("N")
        #expect(stage.text.contains("Back at the last match."))
        #expect(stage.text.contains("Kaveri"))
    }

    private func searching() throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "/")
        stage.type("kaveri")
        stage.holdsAnswers = true
        try stage.press("Enter")
        return stage
    }

    private static func requestID(_ stage: Stage) -> RequestID? {
        for case .search(let request) in stage.held { return request.id }
        return nil
    }
}
