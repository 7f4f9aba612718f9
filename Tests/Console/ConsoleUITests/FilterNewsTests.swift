// Goal: matches of a filter stay when entries come, and new entries are searched.
// Method: bookings under a filter of an account and under a search of a statement.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Entries that come under a filter")
struct FilterNewsTests {
    /// Books an entry with this name in the account that is filtered, and tells of it.
    private func book(_ name: String, _ stage: inout Stage) throws {
        let list = try #require(stage.bank.entries[ScriptedBank.savings])
        let last = try #require(list.last)
        let entry = EntryRecord(
            accountID: last.accountID,
            accountSequence: last.accountSequence + 1,
            journalID: JournalID(rawValue: 0x5000),
            transferID: TransferID(rawValue: 0x5000),
            amount: Money(minorUnits: -1_00, currency: .indianRupee),
            balanceAfterMinorUnits: last.balanceAfterMinorUnits - 1_00,
            bookedAt: ScriptedBank.now,
            valueDate: ZoneOffset.india.date(of: ScriptedBank.now),
            code: 1,
            counterparty: name,
            reference: "Just now"
        )
        stage.bank.entries[ScriptedBank.savings] = list + [entry]
        stage.tell(.recordsChanged)
    }

    /// A stage at the entries of an account with "kaveri" in their rows, the third one selected.
    private func filtered() throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "/")
        stage.type("kaveri")
        try stage.press("Enter", "Down", "Down")
        try #require(stage.model.focusedList?.filter?.note?.plain == "10 found in 90")
        return stage
    }

    private func searchCount(_ stage: Stage) -> Int {
        stage.bank.log.count { $0 == "search" }
    }

    /// The words of the selected row.
    private func selected(_ stage: Stage) -> String? {
        let list = stage.model.focusedList
        return list?.selected.flatMap { list?.row(at: $0) }?.plain
    }

    // MARK: - Accounts

    // Symptom: a payment that matched was not in the list, under "10 found in 90", until the filter was
    // typed anew. Cause: the search was over, and nothing began it again.
    @Test(
        "an entry that comes is in the filtered list if it matches, and the selected one stays selected",
        arguments: [("Kaveri Grocers", 1), ("Somebody Else", 0)]
    )
    func account(name: String, more: Int) throws {
        var stage = try filtered()
        let before = try #require(stage.model.focusedList)
        let row = try #require(before.row(at: 2))
        try #require(before.selected == 2)
        try book(name, &stage)
        let after = try #require(stage.model.focusedList)
        #expect(after.rowCount == 10 + more)
        #expect(after.filter?.note?.plain == "\(10 + more) found in 91")
        #expect(after.selected == 2 + more)
        #expect(after.row(at: 2 + more) == row)
        let strangers = after.window.rows.filter { !$0.plain.contains("Kaveri") }
        #expect(strangers.isEmpty)
        #expect(!stage.text.contains(ListState.lostReason))
        try stage.press("c")
        #expect(stage.model.focusedList?.rowCount == 91)
    }

    @Test("where the oldest stands at the top, a match that comes stands below all others")
    func oldestFirst() throws {
        var stage = try filtered()
        try stage.press("s", "Down")
        let row = try #require(stage.model.focusedList?.row(at: 1))
        try book("Kaveri Grocers", &stage)
        let list = try #require(stage.model.focusedList)
        #expect(list.rowCount == 11)
        #expect(list.selected == 1)
        #expect(list.row(at: 1) == row)
        try stage.press("G")
        #expect(stage.model.focusedList?.selected == 10)
        #expect(selected(stage)?.contains("Just now") == true)
    }

    @Test("an entry that comes while the search goes on is looked at once it is over")
    func underWay() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "/")
        stage.type("kaver")
        stage.holdsAnswers = true
        stage.type("i")
        try stage.press("Enter")
        var request: SearchRequest?
        for case .search(let asked) in stage.held { request = asked }
        let search = try #require(request)
        var before = stage.bank
        stage.held = []
        stage.holdsAnswers = false
        try book("Kaveri Grocers", &stage)
        for reply in before.answer(.search(search)) { stage.send(.reply(reply)) }
        #expect(stage.model.focusedList?.rowCount == 11)
        #expect(stage.model.focusedList?.filter?.note?.plain == "11 found in 91")
        #expect(stage.model.progress == nil)
    }

    @Test("news that brings no entry into the account begins no search")
    func otherNews() throws {
        var stage = try filtered()
        let count = searchCount(stage)
        stage.tell(.recordsChanged)
        #expect(searchCount(stage) == count)
        try book("Somebody Else", &stage)
        #expect(searchCount(stage) == count + 1)
    }

    // MARK: - Statements

    // Symptom: `n` went to the row beside the one that matched. Cause: places count from the newest
    // entry, and those of the matches from the one that was the newest when they were found.
    @Test("in the statement of another month the way from match to match stays right")
    func otherMonth() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "s", "Enter", ",", "/")
        stage.type("kaveri")
        try stage.press("Enter")
        let first = try #require(selected(stage))
        let count = searchCount(stage)
        try book("Somebody Else", &stage)
        #expect(selected(stage) == first)
        for key in ["n", "n", "N", "n", "N", "N"] {
            try stage.press(key)
            #expect(selected(stage)?.contains("Kaveri") == true, "\(key): \(stage.text)")
        }
        #expect(selected(stage) == first)
        #expect(stage.model.focusedList?.filter?.note?.plain.hasPrefix("4 found;") == true)
        // Nothing came into the month.
        #expect(searchCount(stage) == count)
    }

    @Test("in the statement of the running month a match that comes is one of those gone through")
    func runningMonth() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "s", "Enter", "/")
        stage.type("kaveri")
        try stage.press("Enter")
        let first = try #require(selected(stage))
        try #require(stage.model.focusedList?.filter?.note?.plain.hasPrefix("2 found;") == true)
        try book("Kaveri Grocers", &stage)
        #expect(stage.model.focusedList?.filter?.note?.plain.hasPrefix("3 found;") == true)
        #expect(selected(stage) == first)
        try stage.press("n", "n")
        #expect(selected(stage)?.contains("Just now") == true)
        try stage.press("n")
        #expect(selected(stage) == first)
    }
}
