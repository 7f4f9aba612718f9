// Goal: a user who signs out reads the fate of waiting transfers, and no message outlives its
// truth.
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
            ([.queued], ["1 queued transfer is sent when you sign in again."]),
            ([.queued, .queued], ["2 queued transfers are sent when you sign in again."]),
            (
                [.needsCode(.tooOld)],
                ["1 transfer has no code and is not sent before you enter one."]
            ),
            (
                [.needsCode(.tooOld), .needsCode(.wrong)],
                ["2 transfers have no code and are not sent before you enter one."]
            ),
            (
                [.unknown],
                [
                    "It is not known whether 1 transfer moved money; the bank is asked when you"
                        + " sign in again."
                ]
            ),
            (
                [.queued, .unknown, .needsCode(.tooOld)],
                ["1 queued transfer is", "whether 1 transfer moved", "1 transfer has no code"]
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

    // Symptom: of a transfer that was being sent, or had been sent before, it was said that it stays
    // queued, though it may have arrived.
    @Test("what may have arrived is told as what may have moved money")
    func mayHaveArrived() throws {
        let unknown = "It is not known whether 1 transfer moved money"
        let cases: [(OutboxItem.State, Int)] = [(.sending, 1), (.sending, 0), (.queued, 1)]
        for (state, sendCount) in cases {
            var stage = Stage()
            stage.bank.outbox = [stage.bank.transfer(1, state, sendCount: sendCount)]
            try stage.signIn()
            try stage.press("q")
            #expect(stage.words.contains(unknown), "\(state)")
            #expect(!stage.words.contains("queued transfer"), "\(state)")
        }
        // Its code was refused, so it has not moved, however often it was sent.
        var refused = Stage()
        refused.bank.outbox = [refused.bank.transfer(1, .needsCode(.wrong), sendCount: 1)]
        try refused.signIn()
        try refused.press("q")
        #expect(refused.words.contains("1 transfer has no code"))
        #expect(!refused.words.contains("not known"))
    }

    // Symptom: before the outbox was read, a transfer of unknown outcome was called queued.
    @Test("before the outbox was read, what is said is true of all that waits")
    func outboxUnread() throws {
        let stage = try Stage.signedIn()
        var session = try #require(stage.console.workspace.session)
        session.outbox = nil
        var status = stage.bank.status
        let rest = "is sent, or the bank is asked about it, when you sign in again."
        let cases: [(queued: Int, codeless: Int, words: String)] = [
            (0, 0, "No transfer waits to be sent."),
            (1, 1, "1 transfer has no code and is not sent before you enter one."),
            (1, 0, "1 transfer waits; it \(rest)"),
            (2, 0, "2 transfers wait; each \(rest)"),
        ]
        for (queuedCount, codelessCount, words) in cases {
            status.queuedCount = queuedCount
            status.needsCodeCount = codelessCount
            session.status = status
            #expect(SigningOut.words(session, losesDraft: false).plain == words)
        }
        session.status = nil
        let unread = SigningOut.words(session, losesDraft: true).plain
        #expect(unread == "Queued transfers stay queued. The draft is forgotten.")
    }

    @Test("a draft is named where there is one")
    func draft() throws {
        var stage = try Stage.signedIn()
        try stage.reachReview()
        try stage.press("F10")
        #expect(stage.words.contains("The draft is forgotten."))
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
