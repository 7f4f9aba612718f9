// Goal: a listener hears the time of every figure, and each change once.
// Method: conversations without a line; what is printed after each line and each piece of news.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit
import Testing

@Suite("Linear mode without a line")
struct LinearOfflineTests {
    private static let ways: [[String]] = [
        ["read"], ["names"], ["1"], ["1", "more"], ["1", "more", "previous"], ["1", "2"],
        ["1", "change order"], ["1", "reserved"], ["1", "find", "rent"], ["other list"],
        ["other list", "more"], ["other list", "1"], ["statements", "1"],
        ["statements", "1", "more"], ["statements", "1", "2"],
        ["statements", "1", "earlier month"],
        ["transfer"], ["transfer", ":back"], ["transfer", "kaveri", "1", "500", "Lunch"],
    ]

    // Symptom: away from the first screen, figures were read without as of when they were.
    // Cause: only the title bar said it, and that was read when it changed.
    @Test("as of when it is comes before every figure of the record, or with it", arguments: ways)
    func asOf(_ lines: [String]) {
        var talk = Talk.signedIn()
        talk.goOffline()
        for line in lines.dropLast() { talk.say(line) }
        let heard = talk.hear(lines.last ?? "").split(separator: "\n").dropFirst()
        let first = heard.firstIndex { $0.contains(#/[0-9]\.[0-9]{2}/#) }
        if let first {
            #expect(heard[...first].contains { $0.contains("as of 13:25") }, "\(heard[first])")
        }
        #expect(first != nil || lines == ["transfer", ":back"] || lines.last == "rent")
    }

    @Test("live figures are read without as of when they are", arguments: ways)
    func live(_ lines: [String]) {
        var talk = Talk.signedIn()
        for line in lines { talk.say(line) }
        #expect(!talk.transcript.contains("as of"))
    }

    @Test("figures that come while the line is tried say as of when they are")
    func connecting() {
        var talk = Talk.signedIn()
        talk.bank.freshness = .cached(asOf: ScriptedBank.now.adding(seconds: -3_600))
        talk.tell(.statusChanged(talk.bank.status))
        #expect(talk.hear("other list").contains("connecting, as of 13:02\n"))
    }

    // Symptom: "offline, as of 13:25" was read between the reference of an entry and its amount.
    // Cause: it went in front of the first figure, wherever that stood.
    @Test("as of when facts are is read before all of them", arguments: [["1"], ["1", "2"]])
    func beforeFacts(_ lines: [String]) throws {
        var talk = Talk.signedIn()
        talk.goOffline()
        for line in lines.dropLast() { talk.say(line) }
        let heard = talk.hear(try #require(lines.last)).split(separator: "\n").map(String.init)
        let asOf = try #require(heard.firstIndex { $0.hasPrefix("offline, as of 13:25") })
        let labels = ["Balance:", "Account:", "Reference:", "Amount:"]
        let first = heard.firstIndex { line in labels.contains { line.hasPrefix($0) } }
        #expect(first == asOf + 1, "\(heard)")
    }

    // Symptom: among the figures of the record "as of" came before one of the outbox: `500.00` has
    // `0.00` in it.
    @Test("what waits in the outbox is no figure of the record")
    func wholeNumbers() {
        var talk = Talk.signedIn()
        talk.goOffline()
        let before = talk.transcript.count
        talk.bank.outbox = [talk.bank.transfer(1, .queued)]
        talk.tell(.outboxChanged)
        let heard = talk.transcript.dropFirst(before)
        #expect(heard.contains("Queued from Savings ..7890: 500.00 INR"))
        #expect(!heard.contains("as of 13:25"))
    }

    private static let places: [[String]] = [
        [], ["1"], ["1", "1"], ["1", "outbox"], ["1", "sync"],
    ]

    // Symptom: while the line was down, "being sent" and "queued" were read in turns without an end.
    // Cause: each attempt to send was a change of its own.
    @Test("a transfer that goes out again and again is told once", arguments: places)
    func sentAgain(_ lines: [String]) throws {
        var talk = Talk.signedIn()
        talk.goOffline()
        talk.say("transfer", "kaveri", "1", "500", "Lunch", "2", ScriptedBank.code)
        for line in lines { talk.say(line) }
        let reviewed = try #require(talk.bank.outbox.first).reviewed
        let queued = talk.transcript
        for _ in 0..<4 { tellAttempt(&talk, reviewed, endsAs: .queued) }
        #expect(talk.transcript == queued)

        tellAttempt(&talk, reviewed, endsAs: .unknown)
        let unknown = talk.transcript
        #expect(unknown.dropFirst(queued.count).contains("nknown"))
        for _ in 0..<4 { tellAttempt(&talk, reviewed, endsAs: .unknown) }
        #expect(talk.transcript == unknown)

        let decision = talk.bank.decision(reviewed.intentKey)
        tellAttempt(&talk, reviewed, endsAs: .decided(decision))
        #expect(talk.transcript.dropFirst(unknown.count).contains("posted"))
    }

    private func tellAttempt(
        _ talk: inout Talk,
        _ reviewed: ReviewedTransfer,
        endsAs end: OutboxItem.State
    ) {
        for state in [.sending, end] {
            talk.bank.outbox = [
                OutboxItem(
                    reviewed: reviewed,
                    queuedAt: ScriptedBank.now,
                    state: state,
                    sendCount: state == .queued ? 0 : 1
                )
            ]
            talk.tell(.outboxChanged)
        }
    }

    @Test("whoever asks while a transfer goes out hears that it does")
    func askedMeanwhile() throws {
        var talk = Talk.signedIn()
        talk.goOffline()
        talk.say("transfer", "kaveri", "1", "500", "Lunch", "2", ScriptedBank.code, "1", "outbox")
        let reviewed = try #require(talk.bank.outbox.first).reviewed
        talk.bank.outbox = [talk.bank.item(reviewed, .sending)]
        talk.tell(.outboxChanged)
        #expect(talk.hear("read").contains("being sent"))
    }

    @Test("a row whose figures are those of before is not read again when the line goes or comes")
    func rowsStay() {
        var talk = Talk.signedIn()
        let before = talk.transcript.components(of: "Savings ..7890")
        talk.goOffline()
        talk.bank.line = .up
        talk.bank.freshness = .live(asOf: talk.time.wall)
        talk.tell(.statusChanged(talk.bank.status))
        #expect(talk.transcript.components(of: "Savings ..7890") == before)
    }
}
