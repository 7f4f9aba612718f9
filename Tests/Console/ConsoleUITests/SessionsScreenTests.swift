// Goal: the list of sessions follows what other consoles do, and says of when it is where it cannot.
// Symptom: another console signed in or out, and the list stayed as it was for minutes.
// Cause: the list was asked for again only when the record changed.
// Method: news of the status as it comes while the bank answers, and a line that goes down.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import Testing

@Suite("Sessions that begin and end elsewhere")
struct SessionsScreenTests {
    @Test("a session that ended elsewhere leaves the list with the next news of the status")
    func follows() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        #expect(stage.text.contains("back-office"))
        stage.bank.sessions?.removeFirst()
        stage.wait(seconds: 60)
        stage.tell(.statusChanged(stage.bank.status))
        #expect(!stage.text.contains("back-office"))
    }

    @Test("news that comes one after the other asks the bank once")
    func bounded() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        stage.wait(seconds: 60)
        stage.holdsAnswers = true
        for _ in 0..<5 { stage.tell(.statusChanged(stage.bank.status)) }
        let asked = stage.held.count { if case .sessions = $0 { true } else { false } }
        #expect(asked == 1)
        stage.release()
        stage.holdsAnswers = true
        stage.tell(.statusChanged(stage.bank.status))
        #expect(!stage.held.contains { if case .sessions = $0 { true } else { false } })
    }

    @Test("without a line the list says of when it is")
    func asOf() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        #expect(!stage.text.contains("As of"))
        stage.goOffline()
        #expect(stage.text.contains("As of"))
        #expect(stage.text.contains("back-office"))
    }
}
