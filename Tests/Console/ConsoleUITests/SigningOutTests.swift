// Goal: whoever signs out reads what becomes of what waits now, and no message outlives its truth.
// Method: outboxes of every kind behind the questions; keys that begin to mean something; midnight.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Signing out")
struct SigningOutTests {
    // Symptom: "Queued transfers stay queued and are sent when you sign in again" stood before a
    // transfer without a code, which is not sent then, and before none at all.
    @Test("the question says what becomes of what waits", arguments: ["Esc", "q"])
    func words(key: String) throws {
        let cases: [(states: [OutboxItem.State], sentences: [String])] = [
            ([], ["No transfer waits to be sent."]),
            ([.queued], ["1 transfer queued stays queued and is sent when you sign in again."]),
            (
                [.queued, .queued],
                ["2 transfers queued stay queued and are sent when you sign in again."]
            ),
            (
                [.queued, .sending],
                ["1 transfer queued", "Of 1 transfer it is not known whether money moved"]
            ),
            (
                [.needsCode(.tooOld)],
                ["1 transfer without a code is not sent before you enter one."]
            ),
            ([.unknown], ["Of 1 transfer it is not known whether money moved"]),
            (
                [.queued, .unknown, .needsCode(.tooOld)],
                ["1 transfer queued", "Of 1 transfer it", "1 transfer without a code"]
            ),
        ]
        for (states, sentences) in cases {
            var stage = Stage()
            stage.bank.outbox = states.enumerated().map { number, state in
                stage.bank.transfer(UInt128(number + 1), state)
            }
            try stage.signIn()
            try stage.press(key)
            for sentence in sentences { #expect(stage.words.contains(sentence), "\(states)") }
            #expect(!stage.words.contains("draft"))
            #expect(stage.words.contains("No transfer") == states.isEmpty)
        }
    }

    @Test("a draft is named where there is one, and a lock tells nothing of it")
    func draft() throws {
        var stage = try Stage.signedIn()
        try stage.reachReview()
        try stage.press("F10")
        #expect(stage.words.contains("The draft is forgotten."))
        try stage.press("Esc", "F12", "F10")
        #expect(stage.words.contains("Queued transfers stay queued; a draft is forgotten."))
        #expect(!stage.words.contains("No transfer"))
    }

    // Symptom: "/ does nothing here" stood beside a footer that offered the same key.
    @Test("that a key does nothing is not said any more once it does something")
    func unboundKey() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter")
        let accounts = stage.bank.accounts
        stage.bank.accounts.removeFirst()
        stage.tell(.recordsChanged)
        try stage.press("/")
        #expect(stage.text.contains("/ does nothing here"))
        stage.bank.accounts = accounts
        stage.tell(.recordsChanged)
        #expect(stage.text.contains("/ Find"))
        #expect(!stage.text.contains("does nothing here"))
    }

    // Symptom: after midnight "as of 23:58" stood without its day until a key was pressed.
    @Test("a time of yesterday has its day with it from midnight on")
    func midnight() throws {
        var stage = Stage()
        let zone = ZoneOffset.india
        let today = zone.date(of: stage.time.wall)
        let tomorrow = zone.startOfDay(try #require(today.adding(days: 1)))
        stage.time = ConsoleTime(
            wall: tomorrow.adding(seconds: -50),
            steady: stage.time.steady
        )
        try stage.signIn()
        // No age changes at midnight: the last minute of it began 20 s before.
        let since = tomorrow.adding(seconds: -80)
        stage.bank.line = .down(since: since)
        stage.bank.freshness = .cached(asOf: since)
        stage.tell(.statusChanged(stage.bank.status))
        stage.tell(.recordsChanged)
        let due = try #require(stage.console.nextDeadline)
        let untilMidnight = tomorrow.nanosecondsSinceEpoch - stage.time.wall.nanosecondsSinceEpoch
        let wake = due.nanosecondsSinceEpoch - stage.time.steady.nanosecondsSinceEpoch
        #expect(wake <= untilMidnight + Instant.nanosecondsPerSecond)
        #expect(stage.text.contains("as of 23:58"))
        stage.wait(seconds: 51)
        #expect(!stage.text.contains("as of 23:58"))
    }
}
