// Goal: a filter finds what was meant, says what it did not understand, and can be stopped.
// Method: words in, filters out; then the account screen with a search that is held.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
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
            (">500", 500_01, nil), ("<500", nil, 499_99), ("500..", 500_00, nil),
            ("..500", nil, 500_00), (">=500", 500_00, nil), ("<=500", nil, 500_00),
            ("=500.25", 500_25, 500_25), ("=-500", 500_00, 500_00),
            (">=1,20,000.00", 1_20_000_00, nil), ("=+1,332.95", 1_332_95, 1_332_95),
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

    // Linear mode reads a value with a semicolon in quotation marks, and doubles those in it.
    @Test(
        "a row is found by a value in the quotation marks in which it is read",
        arguments: [
            ("R; Savings ..7548; 9,99,999 INR CR", "\"R; Savings ..7548; 9,99,999 INR CR\""),
            ("R\"; 9 CR", "\"R\"\"; 9 CR\""),
        ]
    )
    func quotedValue(text: String, read: String) {
        let row = SearchedRow(cells: [.untrusted(SafeText(untrusted: text, limit: .payee))])
        var filter = RowFilter(read, .india)
        let isFound = filter.admits(row)
        #expect(isFound)
        var other = RowFilter("\"R; Savings ..7549\"", .india)
        let isOther = other.admits(row)
        #expect(!isOther)
    }

    @Test("numbers alone are words, as in the number of an invoice")
    func numbers() throws {
        #expect(try parse("1182").text == "1182")
    }

    @Test(
        "what cannot be understood is said and nothing is looked for",
        arguments: [">12 lakh", "1.2.3..4", "2026-13..2026-14", ">", ">1k"]
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
            #expect(filter.note == "not understood")
            #expect(stage.model.focusedList?.rowCount == 90, "it filters nothing")
            // The line of the filter would cut the sentence.
            let sentence = try #require(stage.model.toast?.text.plain)
            #expect(sentence.hasSuffix("."))
            #expect(stage.words.contains(sentence))
        }
    }

    // Symptom: `2026-03 2026-04` showed April alone, and `CR DR` debits. Cause: the second took the
    // place of the first, and nothing was said.
    @Test(
        "two ranges of which the rows can keep only one are a problem",
        arguments: [
            ("2026-03 2026-04", "Two days cannot both be meant; write 2026-03..2026-04."),
            ("2026-03.. 2026-04", "Two days cannot both be meant; write 2026-03..2026-04."),
            (">500 >=700", "Two amounts cannot both be meant; write 500..2000."),
            ("..500 =700", "Two amounts cannot both be meant; write 500..2000."),
            ("CR DR", "CR and DR cannot both be meant; leave one out."),
            (">500 <=700", nil), ("2026-03.. ..2026-04", nil), ("CR CR", nil),
        ] as [(String, String?)]
    )
    func twice(text: String, sentence: String?) {
        #expect(FilterWords.problem(of: text, convention: .india)?.sentence == sentence)
    }

    // Symptom: `2026-13` and `2000..500` were answered with "0 found". Cause: the one was taken for
    // words, the other for a range with nothing in it.
    @Test(
        "a day that there is not, and a range with nothing in it, are not understood",
        arguments: [
            ("2026-13", false), ("2026-02-30", false), ("2000..500", false),
            ("2026-11-18..2026-11-12", false), ("2026-05..2026-03", false), (">700 <500", false),
            ("2026-12", true), ("500..500", true), ("2026-11-12..2026-11-12", true),
            ("\"2026-13\"", true), ("1182-13", true), ("2026-1", true),
        ] as [(String, Bool)]
    )
    func impossible(text: String, isUnderstood: Bool) {
        let problem = FilterWords.problem(of: text, convention: .india)
        #expect((problem == nil) == isUnderstood)
    }

    // Symptom: an amount that a rupee account can have was not understood. Cause: it was tried in the
    // currency with the most decimals alone, in which it is too large.
    @Test("an amount is understood if one currency can have it")
    func largest() {
        func isUnderstood(_ text: String) -> Bool {
            FilterWords.problem(of: text, convention: .india) == nil
        }
        #expect(isUnderstood(">0.0001"))
        #expect(isUnderstood("<90000000000000000.25"))
        #expect(isUnderstood("<9000000000000000000"))
        #expect(!isUnderstood("<90000000000000000.2525"))
        #expect(!isUnderstood("<90000000000000000000"))
    }

    @Test("in lines, what cannot be understood is said, too")
    func misunderstoodInLines() {
        var talk = Talk()
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        talk.say("1", "find", ">1k")
        #expect(talk.transcript.contains("a character that does not belong there"))
        talk.say(">=1000")
        #expect(!talk.transcript.contains("Nothing found"))
    }

    // Symptom: `1,332.95`, `20 Nov`, `oct` found nothing, and `CR` found Croma.
    @Test("every cell of every row is found as it is printed")
    func everyCell() throws {
        var stage = try Stage.signedIn(size: Size(width: 120, height: 40))
        try stage.press("Enter")
        let list = try #require(stage.model.focusedList)
        for (index, row) in list.window.rows.prefix(12).enumerated() {
            for cell in row.cells {
                let printed: SafeText
                switch cell {
                case .text(let text, _), .untrusted(let text, _): printed = text
                case .amount(let amount): printed = amount.number
                case .status, .empty: continue
                }
                // What could not be shown cannot be typed either.
                let canBeTyped = printed.plain.unicodeScalars.allSatisfy {
                    $0 != "\u{FFFD}" && $0.properties.canonicalCombiningClass == .notReordered
                }
                guard !printed.isEmpty, canBeTyped else { continue }
                var search = stage
                try search.press("/")
                search.paste(printed.plain)
                try search.press("Enter")
                let found = try #require(search.model.focusedList)
                // It is one of the newest, and so in sight however many match.
                #expect(found.window.rows.contains(row), "row \(index): \(printed.plain)")
            }
        }
    }

    // Symptom: `dr` found nothing where every row printed DR. Cause: a direction in other letters than
    // it is printed in was a word.
    @Test("CR and DR are directions in any letters, and words between quotation marks")
    func directions() throws {
        for text in ["CR", "cr", "Cr"] {
            #expect(try parse(text).direction == .credit)
            #expect(try parse(text).text.isEmpty)
            #expect(try parse(text).phrase.isEmpty)
        }
        #expect(try parse("DR >500") == parse("dr >500"))
        #expect(try parse("dr >500").direction == .debit)
        #expect(try parse("\"CR\"").text == "CR")
        #expect(try parse("\"cr\"").direction == nil)
        #expect(try parse("1,332.95 inr").parts == parse("1,332.95 INR").parts)
    }

    @Test("a name that begins as a direction is written is found as it is typed, too")
    func directionInName() throws {
        let filter = try parse("Dr Rao")
        #expect(filter.direction == .debit)
        #expect(filter.text == "Rao")
        #expect(filter.phrase == "Dr Rao")
        var bank = ScriptedBank()
        let entries = try #require(bank.entries[ScriptedBank.savings])
        bank.entries[ScriptedBank.savings] = entries.map {
            $0.with(counterparty: "Dr Rao Clinic", reference: "Dr Rao Clinic")
        }
        for keys in [["Tab"], ["Enter"]] {
            var stage = try Stage.signedIn(size: Size(width: 100, height: 150), bank: bank)
            for key in keys { try stage.press(key) }
            try stage.press("/")
            stage.type("dr rao")
            // Those that came in are his as well.
            #expect(stage.model.focusedList?.rowCount == 90, "\(keys)")
        }
    }

    @Test(
        "a printed day and a printed figure among words are taken apart",
        arguments: [
            ("kaveri 20 Nov 2026", ["kaveri"], "20 Nov 2026", ""), ("20 nov", [], "20 Nov", ""),
            ("November 2026 rent", ["rent"], "Nov 2026", ""), ("5 Nov", [], "05 Nov", ""),
            ("kaveri 1,332.95", ["kaveri"], "", "1,332.95"),
            ("1,332.95 INR", [], "", "1,332.95"), ("march past", ["march", "past"], "", ""),
            ("bill 88213", ["bill", "88213"], "", ""),
        ] as [(String, [String], String, String)]
    )
    func takenApart(_ text: String, _ rest: [String], _ day: String, _ figure: String) throws {
        let filter = try parse(text)
        #expect(filter.parts == EntryFilter.Parts(words: rest, day: day, figure: figure))
        #expect(filter.text == text)
    }

    @Test(
        "one word is one text",
        arguments: ["oct", "1182", "may", "\"20 Nov\"", "\"march past\""]
    )
    func notTakenApart(_ text: String) throws {
        #expect(try parse(text).parts == nil)
    }

    @Test("the list follows what is typed, and Esc shows everything again")
    func incremental() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "/")
        var counts: [Int] = []
        for character in "kaveri" {
            stage.type(String(character))
            counts.append(try #require(stage.model.focusedList?.rowCount))
        }
        #expect(counts == counts.sorted(by: >))
        let found = try #require(counts.last)
        #expect((1..<90).contains(found))
        #expect(stage.model.focusedList?.filter?.note?.plain == "\(found) found in 90")
        let searches = stage.bank.log.count { $0 == "search" }
        try stage.press("Enter")
        #expect(stage.bank.log.count { $0 == "search" } == searches, "it is found already")
        #expect(stage.model.focusedList?.rowCount == found)
        try stage.press("/", "Esc")
        #expect(stage.model.focusedList?.rowCount == 90)
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

    // Symptom: in a statement nothing changed until Enter. Cause: only Enter looked.
    @Test("in a statement the selection follows what is typed, and Enter looks for nothing again")
    func statementFollows() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "s", "Enter", "/")
        let before = try #require(stage.model.focusedList?.selected)
        stage.type("kaveri")
        let typed = try #require(stage.model.focusedList)
        let row = try #require(typed.selected)
        #expect(row != before)
        #expect(typed.row(at: row)?.plain.contains("Kaveri") == true)
        #expect(typed.filter?.note?.plain == "2 found")
        #expect(typed.filter?.cursorColumn != nil)
        let searches = stage.bank.log.count { $0 == "search" }
        try stage.press("Enter")
        #expect(stage.bank.log.count { $0 == "search" } == searches)
        #expect(stage.model.focusedList?.selected == row)
        #expect(stage.model.focusedList?.filter?.note?.plain.contains("n and N") == true)
        try stage.press("/", "Ctrl-U")
        #expect(stage.model.focusedList?.filter?.note?.plain.hasPrefix("what a row says") == true)
    }

    private func searching() throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "/")
        stage.type("kaver")
        stage.holdsAnswers = true
        stage.type("i")
        try stage.press("Enter")
        return stage
    }

    private static func requestID(_ stage: Stage) -> RequestID? {
        for case .search(let request) in stage.held.reversed() { return request.id }
        return nil
    }
}
