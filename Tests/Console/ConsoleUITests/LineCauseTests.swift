// Goal: whoever gets no news, or cannot sign in, reads and hears what the bank said of it. Symptom: a
// bank that was busy or had failed was told as one that did not answer, and the network was to be
// checked. Cause: there were no words for a bank that answers and does not do what it is asked.
// Method: each cause that only a bank can tell; the screen and the lines out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Why the bank brings no news")
struct LineCauseTests {
    static let causes: [(LinkCause, String)] = [
        (.bankBusy, "The bank answers, but serves no more requests from here right now."),
        (.bankFailed, "Something went wrong at the bank."),
        (.requestRefused, "The bank does not accept what this console asks for."),
    ]

    @Test("every cause that the bank tells is among them")
    func complete() {
        #expect(Self.causes.map(\.0) == LinkCause.allCases.filter(\.isToldByBank))
    }

    @Test("on the screen it is told at sign-in", arguments: causes)
    func signIn(cause: LinkCause, words: String) throws {
        var stage = Stage(keepsOfflineCopy: false)
        stage.bank.signInOutcome = .unreachable(cause)
        try stage.signIn()
        #expect(stage.words.contains(words))
        #expect(!stage.words.contains("network"))
    }

    @Test("in lines it is told at sign-in", arguments: causes)
    func signInByLines(cause: LinkCause, words: String) {
        var talk = Talk()
        talk.bank.signInOutcome = .unreachable(cause)
        let heard = talk.hear("asha", ScriptedBank.password, ScriptedBank.code)
        #expect(heard.contains(words))
        #expect(!heard.contains("network"))
    }

    @Test("on the screen it stands above the figures, and with the line", arguments: causes)
    func feed(cause: LinkCause, words: String) throws {
        var stage = try Stage.signedIn()
        stage.bank.cause = cause
        stage.goOffline()
        #expect(stage.words.contains(words))
        #expect(stage.words.contains("The bank has told nothing new since 13:25"))
        #expect(!stage.words.contains("not answer"))
        try stage.press("g y")
        // Beside the word for the line there may be no room for all of it.
        #expect(stage.words.contains(words.prefix(20)))
    }

    @Test("in lines it is told when the news ends", arguments: causes)
    func feedByLines(cause: LinkCause, words: String) {
        var talk = Talk.signedIn()
        let before = talk.transcript.count
        talk.bank.cause = cause
        talk.goOffline()
        let heard = talk.transcript.dropFirst(before)
        #expect(heard.contains(words))
        #expect(!heard.contains("not answer"))
    }

    @Test("a cause of the line itself is told in passing too")
    func line() {
        #expect(StatusSentences.lineWentDown(.lineDown) == StatusSentences.lineWentDown(nil))
        #expect(StatusSentences.lineWentDown(nil).happened == "The bank does not answer.")
        #expect(
            StatusSentences.lineWentDown(.hostUnknown).happened
                == "The bank does not answer. The name of the bank's host has no address."
        )
    }
}
