// Goal: a row of the outbox opens what there is to know and to do, whatever its state.
// Method: Enter on rows of every state; what is shown, and what was asked of the bank.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit
import Testing
import WireProtocol

@Suite("Rows of the outbox")
struct OutboxRowTests {
    private func stage(_ state: OutboxItem.State, sendCount: Int = 0) throws -> Stage {
        var stage = Stage()
        stage.bank.outbox = [stage.bank.transfer(1, state, sendCount: sendCount)]
        try stage.signIn()
        try stage.press("g", "o")
        return stage
    }

    // Symptom: Enter on a transfer that waited did nothing and said that there was nothing to do.
    @Test(
        "Enter on a transfer that waits opens it, and Esc goes back to the list",
        arguments: [OutboxItem.State.queued, .sending, .unknown]
    )
    func waiting(_ state: OutboxItem.State) throws {
        var stage = try stage(state, sendCount: state == .queued ? 0 : 1)
        #expect(stage.model.hints.contains { $0.title == "Open" })
        try stage.press("Enter")
        let words = TransferWords(stage.bank.outbox[0])
        #expect(stage.words.contains(words.sentence.text))
        #expect(stage.text.contains("Lakshmi Iyer"))
        #expect(stage.text.contains("500.00 INR"))
        #expect(stage.model.crumbs.isEmpty)
        try stage.press("Esc")
        #expect(stage.model.id == "outbox")
        #expect(!stage.bank.log.contains("acknowledge"))
    }

    @Test("an open transfer is taken back there, and follows what becomes of it")
    func follows() throws {
        var stage = try stage(.queued)
        try stage.press("Enter", "c", "Right", "Enter")
        #expect(stage.bank.log.contains("cancel"))
        #expect(stage.text.contains("taken back, no money has moved"))
        #expect(!stage.text.contains("not sent yet"))
        stage = try self.stage(.queued)
        try stage.press("Enter")
        let item = stage.bank.outbox[0]
        stage.bank.outbox = [
            stage.bank.item(
                item.reviewed,
                .decided(stage.bank.decision(item.reviewed.intentKey))
            )
        ]
        stage.tell(.outboxChanged)
        #expect(stage.text.contains("the money has moved"))
        #expect(stage.model.toast == nil)
    }

    @Test("one that needs a code asks for it, and in the offline copy shows what it is")
    func needsCode() throws {
        var stage = try stage(.needsCode(.tooOld), sendCount: 1)
        try stage.press("Enter")
        #expect(stage.model.crumbs[4].state == .current)
        stage = Stage()
        stage.bank.outbox = [stage.bank.transfer(1, .needsCode(.tooOld), sendCount: 1)]
        try stage.openOfflineCopy()
        try stage.press("g", "o", "Enter")
        #expect(stage.text.contains("needs a code, no money has moved"))
        #expect(stage.model.crumbs.isEmpty)
    }

    @Test("one that was decided opens with its reason, and counts as seen when it is left")
    func decided() throws {
        var stage = try stage(.decided(ScriptedBank.refusal(1, .payeeChanged)))
        try stage.press("Enter")
        #expect(stage.text.contains("The payee has changed since it was shown to you."))
        #expect(!stage.bank.log.contains("acknowledge"))
        try stage.press("Esc")
        #expect(stage.bank.log.contains("acknowledge"))
        // A console that is open beside this one has an outbox of its own.
        #expect(stage.text.contains("Nothing waits in this console"))
    }

    @Test("one that the restored books lack is not shown as posted")
    func lost() throws {
        var stage = Stage()
        stage.bank.outbox = [stage.bank.lostTransfer(1)]
        try stage.signIn()
        try stage.press("g", "o", "Enter")
        #expect(stage.text.contains("lost at bank"))
        #expect(!stage.words.contains("the money has moved"))
    }

    // Symptom: "asked back" stood three times in one line under the balances.
    @Test(
        "a line under the balances says once how its transfers stand",
        arguments: [OutboxItem.State.queued, .sending, .unknown, .needsCode(.wrong)]
    )
    func saidOnce(_ state: OutboxItem.State) throws {
        for isCancelAsked in [false, true] {
            var stage = Stage()
            let item = stage.bank.transfer(1, state, sendCount: state == .queued ? 0 : 1)
            stage.bank.outbox = [
                OutboxItem(
                    reviewed: item.reviewed,
                    queuedAt: item.queuedAt,
                    state: item.state,
                    sendCount: item.sendCount,
                    isCancelAsked: isCancelAsked
                )
            ]
            try stage.signIn()
            let word = TransferWords(stage.bank.outbox[0]).status.word.plain
            let lines = stage.text.split(separator: "\n").dropFirst().joined(separator: "\n")
            #expect(lines.lowercased().components(of: word) == 1, "\(word)")
        }
    }
}
