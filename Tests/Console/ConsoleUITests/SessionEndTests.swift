// Goal: a user whose session ends unasked reads the fate of what they had begun.
// Symptom: "What was queued is still queued." stood there where nothing was, and not a word of the
// half-made transfer that was gone.
// Cause: the sentence was the same for every end.
// Method: sessions that end with nothing, with a queue, and with a transfer at each step.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing
import WireProtocol

@Suite("A session that ends by itself")
struct SessionEndTests {
    private static let queued = "What was queued is still queued."
    private static let lost = "The transfer that you had begun is gone; nothing of it was sent."

    private static func expect(_ stage: Stage, isQueued: Bool, isLost: Bool, _ name: String) {
        #expect(stage.words.contains("The bank ended your session. Sign in again."), "\(name)")
        #expect(stage.words.contains(queued) == isQueued, "\(name): \(stage.text)")
        #expect(stage.words.contains(lost) == isLost, "\(name): \(stage.text)")
    }

    @Test("where nothing was queued and nothing begun, nothing is said of either")
    func nothing() throws {
        for keys in [[], ["t"], ["g", "o"], ["?"]] as [[String]] {
            var stage = try Stage.signedIn()
            for key in keys { try stage.press(key) }
            stage.tell(.signedOut)
            Self.expect(stage, isQueued: false, isLost: false, "\(keys)")
        }
    }

    @Test("what waits is said to wait still, and what was decided does not wait")
    func queue() throws {
        var bank = ScriptedBank()
        bank.outbox = [bank.transfer(1, .queued)]
        var stage = try Stage.signedIn(bank: bank)
        stage.tell(.signedOut)
        Self.expect(stage, isQueued: true, isLost: false, "queued")
        bank.outbox = [bank.transfer(1, .decided(ScriptedBank.refusal(1, .payeeChanged)))]
        stage = try Stage.signedIn(bank: bank)
        stage.tell(.signedOut)
        Self.expect(stage, isQueued: false, isLost: false, "decided")
    }

    @Test("a transfer that was begun is said to be gone, on its screen and kept behind others")
    func draft() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type("123")
        stage.tell(.signedOut)
        Self.expect(stage, isQueued: false, isLost: true, "at the code")
        stage = try Stage.signedIn()
        try stage.beginTransfer()
        try stage.press("F2")
        #expect(stage.console.workspace.keptDraft != nil)
        stage.tell(.signedOut)
        Self.expect(stage, isQueued: false, isLost: true, "kept")
    }

    @Test("a transfer that was sent is not said to be gone")
    func sent() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        stage.tell(.signedOut)
        Self.expect(stage, isQueued: false, isLost: false, "posted")
    }

    @Test("too many wrong passwords at the lock say it too")
    func lock() throws {
        var stage = try Stage.signedIn()
        try stage.beginTransfer()
        try stage.press("F12")
        while stage.model.lock != nil {
            stage.type("wrong")
            try stage.press("Enter")
        }
        #expect(stage.words.contains("too many wrong passwords, and you were signed out."))
        #expect(!stage.words.contains(Self.queued))
        #expect(stage.words.contains(Self.lost))
    }
}
