// Goal: each state of line and record has its own plain words, wherever it is told.
// Method: a table of states; the title bar, the note above the figures and the figures themselves.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Words for every state")
struct StatusWordsTests {
    /// A state, and what must stand on the screen and what must not.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let isUp: Bool
        let freshness: Freshness
        var cause: LinkCause?
        var notice: StatusNotice?
        let told: [String]
        let isLive: Bool
        var testDescription: String { name }
    }

    private static let hourAgo = ScriptedBank.now.adding(seconds: -3_600)
    private static let live = Freshness.live(asOf: ScriptedBank.now)
    private static let cached = Freshness.cached(asOf: hourAgo)

    static let rows: [Row] = [
        Row(name: "live", isUp: true, freshness: live, told: ["\u{25C9} live"], isLive: true),
        Row(
            name: "as of",
            isUp: true,
            freshness: cached,
            told: ["connecting", "INR as of 13:02"],
            isLive: false
        ),
        Row(
            name: "offline",
            isUp: false,
            freshness: cached,
            told: ["offline, as of 13:02", "has not answered since 13:02 (1 h)"],
            isLive: false
        ),
        Row(
            name: "offline for a cause",
            isUp: false,
            freshness: cached,
            cause: .hostNameWrong,
            told: ["certificate is for another host", "offline, as of 13:02"],
            isLive: false
        ),
        Row(
            name: "unverified",
            isUp: true,
            freshness: .unverified,
            told: ["UNVERIFIED", "does not agree with the bank's books"],
            isLive: false
        ),
        Row(
            name: "rolled back",
            isUp: true,
            freshness: .unverified,
            notice: .rolledBack,
            told: ["The bank's record is older than this console's", "UNVERIFIED"],
            isLive: false
        ),
        Row(
            name: "books replaced",
            isUp: true,
            freshness: .unverified,
            notice: .booksReplaced,
            told: ["restored from a copy", "UNVERIFIED"],
            isLive: false
        ),
        Row(
            name: "upgrade needed",
            isUp: true,
            freshness: cached,
            notice: .upgradeNeeded,
            told: ["too old for the bank"],
            isLive: false
        ),
    ]

    @Test("a state says what it is", arguments: rows)
    func state(_ row: Row) throws {
        var stage = Stage()
        stage.bank.line = row.isUp ? .up : .down(since: Self.hourAgo)
        stage.bank.freshness = row.freshness
        stage.bank.cause = row.cause
        stage.bank.notice = row.notice
        stage.bank.signInOutcome = .signedIn(stage.bank.user)
        try stage.signIn()
        for words in row.told { #expect(stage.words.contains(words), "\(words)") }
        #expect(stage.words.contains(" live ") == row.isLive)
    }

    @Test("each end of a session says why")
    func ends() throws {
        let told: [(StatusNotice?, String)] = [
            (nil, "The bank ended your session."), (.wiped, "destroyed everything it held"),
            (.leaseEnded, "offline copy has expired"),
            (.upgradeNeeded, "too old for the bank"),
        ]
        for (notice, words) in told {
            var stage = try Stage.signedIn()
            stage.bank.notice = notice
            stage.tell(.statusChanged(stage.bank.status))
            stage.tell(.signedOut)
            #expect(stage.model.id == "signIn")
            #expect(stage.words.contains(words), "\(words)")
        }
    }
}
