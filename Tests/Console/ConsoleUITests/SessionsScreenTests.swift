// Goal: the list of sessions follows what other consoles do, and always says of when it is.
// Symptom: another console signed in or out, and the list stayed as it was for minutes beside "live",
// and named no time.
// Cause: the list was asked for again only when the record changed, or with news of the status.
// Method: time that goes by with and without a line, news, and what the bank was asked meanwhile.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing
import WireProtocol

@Suite("Sessions that begin and end elsewhere")
struct SessionsScreenTests {
    /// A stage on which the sessions are listed, and nothing is answered from now on.
    private static func asking() throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        stage.holdsAnswers = true
        return stage
    }

    private static func askedCount(_ stage: Stage) -> Int {
        stage.held.count { if case .sessions = $0 { true } else { false } }
    }

    @Test("a session that ended elsewhere leaves the list within ten seconds, without any news")
    func follows() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        #expect(stage.text.contains("back-office"))
        stage.bank.sessions?.removeFirst()
        stage.wait(seconds: 9)
        #expect(stage.text.contains("back-office"))
        stage.wait(seconds: 1)
        #expect(!stage.text.contains("back-office"))
        stage.bank.sessions = ScriptedBank.makeSessions()
        stage.wait(seconds: 10)
        #expect(stage.text.contains("back-office"))
    }

    @Test("a bank that does not answer is not asked again, and news asks it no sooner")
    func bounded() throws {
        var stage = try Self.asking()
        for _ in 0..<5 { stage.tell(.statusChanged(stage.bank.status)) }
        #expect(Self.askedCount(stage) == 0, "it was asked a moment ago")
        stage.wait(seconds: 60)
        for _ in 0..<5 { stage.tell(.statusChanged(stage.bank.status)) }
        #expect(Self.askedCount(stage) == 1)
        stage.release()
        stage.holdsAnswers = true
        stage.wait(seconds: 9)
        #expect(Self.askedCount(stage) == 0)
    }

    @Test("nobody is asked while another screen, a question, a lock or a cut line is in front")
    func outOfSight() throws {
        for keys in [["?"], ["e"], ["L"]] {
            var stage = try Self.asking()
            try stage.press(keys.joined(separator: " "))
            stage.wait(seconds: 60)
            #expect(Self.askedCount(stage) == 0, "\(keys)")
        }
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        stage.goOffline()
        stage.holdsAnswers = true
        stage.wait(seconds: 60)
        #expect(Self.askedCount(stage) == 0)
        stage.comeBack()
        #expect(Self.askedCount(stage) == 1, "the line is back")
    }

    @Test("whoever comes back to the list finds it asked for anew")
    func backInSight() throws {
        var stage = try Self.asking()
        try stage.press("?")
        stage.wait(seconds: 60)
        try stage.press("Esc")
        #expect(Self.askedCount(stage) == 1)
    }

    @Test("the list says to the second of when it is, with a line and without one")
    func asOf() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        #expect(stage.words.contains("As of 14:02:00."))
        stage.wait(seconds: 25)
        #expect(stage.words.contains("As of 14:02:20."))
        // The bank is asked and says nothing: what stands there is as old as it was.
        stage.holdsAnswers = true
        stage.wait(seconds: 10)
        #expect(stage.words.contains("As of 14:02:20."))
        stage.release()
        stage.goOffline()
        #expect(stage.words.contains("; the bank does not answer now."))
        #expect(stage.text.contains("back-office"))
    }

    // Symptom: two sessions of one minute were the same row twice.
    @Test("sessions that were opened in one minute are told apart by the second")
    func twins() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        #expect(!stage.text.contains("14:00:"))
        stage.bank.sessions?.append(
            SessionSummary(
                id: SessionID(rawValue: 4),
                openedAt: ScriptedBank.now.adding(seconds: -100),
                seenAt: ScriptedBank.now.adding(seconds: -60),
                endsAt: ScriptedBank.now.adding(seconds: 3_600),
                terminal: nil,
                isCurrent: false
            )
        )
        stage.wait(seconds: 10)
        #expect(stage.text.contains("14:00:00"))
        #expect(stage.text.contains("14:00:20"))
        #expect(!stage.text.contains("10:02:"), "no other was opened in that minute")
    }

    // Symptom: in ASCII "> this one" had the mark of the selected row.
    @Test("the session that one is in has another mark than the selected row")
    func currentMark() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        for glyphs in [Glyphs.unicode, .ascii] {
            let rows = stage.frame(glyphs).textPlane.split(separator: "\n")
            let row = try #require(rows.first { $0.contains("this one") })
            #expect(!row.contains("> this one"))
            #expect(!row.contains("\u{25B8} this one"))
        }
    }

    @Test("read out, an answer that says nothing new is no news")
    func spoken() {
        var talk = Talk()
        talk.say("asha", ScriptedBank.password, ScriptedBank.code, "sessions")
        #expect(talk.transcript.contains("As of 14:02:00."))
        let before = talk.transcript
        for _ in 0..<12 { talk.wait(seconds: 10) }
        #expect(talk.transcript == before)
    }
}
