// Goal: after the end of an access, every screen of the account says so, shows nothing of it, and
// blames nobody's machine.
// Symptom: "The entries could not be read on this machine", in red, beside "no longer shown to you"; a
// whole statement stayed, and nothing said that access was over.
// Cause: an account that the record does not have and a record that cannot be read were one answer.
// Method: the account is taken away on each screen that stands on it, in both orders of the answers.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing

@Suite("Access that ended")
struct AccessEndedTests {
    /// The ways to the screens of the first account.
    private static let ways: [[String]] = [
        ["Enter"], ["Enter", "H"], ["g", "s", "Enter"], ["Enter", "/"], ["g", "s", "Enter", "/"],
    ]

    @Test("each screen of the account says that it is no longer shown, and nothing else of it")
    func screens() throws {
        for way in Self.ways {
            var stage = try Stage.signedIn()
            for key in way { try stage.press(key) }
            #expect(stage.text.contains("7890"), "\(way): the account is on the screen")
            stage.bank.accounts.removeFirst()
            stage.tell(.recordsChanged)
            Self.expectGone(stage, way)
            #expect(!stage.console.isAwaitingRows)
            let count = stage.console.workspace.stack.count
            try stage.press("Esc")
            #expect(stage.console.workspace.stack.count == count - 1, "\(way): one Esc goes back")
        }
    }

    @Test("what was asked before the accounts are known anew is no failure either")
    func earlyAnswer() throws {
        let id = ScriptedBank.savings
        let queries: [any RecordQuery] = [
            StatementQuery(accountID: id, month: StatementMonth(year: 2026, month: 10)),
            StatementMonthsQuery(accountID: id), HoldsQuery(accountID: id),
        ]
        for query in queries {
            var stage = try Stage.signedIn()
            try stage.press("g", "s", "Enter")
            stage.bank.accounts.removeFirst()
            stage.holdsAnswers = true
            stage.send(.reply(.query(QueryReply(query, gone: id))))
            Self.expectGone(stage, ["\(type(of: query))"])
        }
    }

    @Test("the months of an account that is gone are not listed, and the others are")
    func months() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "s")
        #expect(stage.text.contains("October 2026"))
        stage.bank.accounts.removeFirst()
        stage.tell(.recordsChanged)
        #expect(stage.text.contains(Sentences.accountNotShown.happened))
        #expect(!stage.text.contains("October 2026"))
        #expect(stage.model.toast == nil)
        #expect(!stage.console.isAwaitingRows)
    }

    @Test("access that comes back shows everything again")
    func comesBack() throws {
        for way in Self.ways.prefix(3) {
            var stage = try Stage.signedIn()
            for key in way { try stage.press(key) }
            let before = stage.text
            let account = stage.bank.accounts.removeFirst()
            stage.tell(.recordsChanged)
            Self.expectGone(stage, way)
            stage.bank.accounts.insert(account, at: 0)
            stage.tell(.recordsChanged)
            #expect(stage.text == before, "\(way)")
        }
    }

    @Test("a record that cannot be read is still told of")
    func unreadable() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter")
        let holds = HoldsQuery(accountID: ScriptedBank.savings)
        stage.send(.reply(.query(QueryReply(unreadable: holds))))
        #expect(stage.model.toast?.text.plain.contains("could not be read") == true)
    }

    private static func expectGone(_ stage: Stage, _ way: [String]) {
        #expect(stage.words.contains(Sentences.accountNotShown.text), "\(way): \(stage.text)")
        #expect(stage.model.toast == nil, "\(way)")
        #expect(!stage.words.contains("could not be read"), "\(way)")
        #expect(!stage.text.contains("7890"), "\(way): \(stage.text)")
    }
}
