// Goal: a screen that fits its window fits it in each of its states: nothing that comes while somebody
// works takes it away.
// Method: every scene of the golden screens at small sizes, with line, record, queue and messages as
// they may be.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing
import WireProtocol

@Suite("Screens at their smallest")
struct SmallestScreenTests {
    /// How things stand, and what is told of it.
    struct State: Sendable {
        let name: String
        let prepare: @Sendable (inout Stage) -> Void
    }

    private static let sizes = [(60, 16), (60, 20), (80, 24)].map {
        Size(width: $0.0, height: $0.1)
    }

    private static let states =
        lines
        + StatusNotice.allCases.map { notice in
            State(name: "\(notice)") { stage in
                stage.bank.notice = notice
                stage.bank.freshness = .unverified
            }
        }

    private static let lines: [State] = [
        State(name: "live") { _ in },
        State(name: "offline since yesterday") { stage in
            let since = ScriptedBank.now.adding(seconds: -26 * 3_600)
            stage.bank.line = .down(since: since)
            stage.bank.freshness = .cached(asOf: since)
            stage.bank.cause = .terminalCertificateRefused
        },
        State(name: "offline, and the bank never answered") { stage in
            stage.bank.line = .down(since: nil)
            stage.bank.freshness = .cached(asOf: ScriptedBank.now.adding(seconds: -26 * 3_600))
        },
        State(name: "connecting") { stage in
            stage.bank.freshness = .cached(asOf: ScriptedBank.now.adding(seconds: -26 * 3_600))
        },
        State(name: "unverified") { $0.bank.freshness = .unverified },
        State(name: "much in the queue") { stage in
            let states: [OutboxItem.State] = [
                .queued, .sending, .unknown, .needsCode(.tooOld),
                .decided(ScriptedBank.refusal(5, .approvalNeeded)),
            ]
            stage.bank.outbox = states.enumerated().map { index, state in
                stage.bank.transfer(UInt128(index + 1), state, sendCount: index)
            }
        },
        State(name: "a long message") { stage in
            let words = String(repeating: "The bank did not answer. ", count: 8)
            stage.console.workspace.say(.error, SafeText(trusted: words))
        },
    ]

    // Symptom: at 60x16 a review fitted until the line went, and needed a row more from then on.
    @Test(
        "a screen that fits its window fits it in every state",
        arguments: GoldenScreenTests.scenes + NetworkGoldenTests.scenes
    )
    func everyState(_ scene: GoldenScreenTests.Scene) throws {
        for size in Self.sizes {
            var played = Stage(size: size)
            try scene.play(&played)
            for state in Self.states {
                var stage = played
                state.prepare(&stage)
                stage.tell(.statusChanged(stage.bank.status))
                stage.tell(.recordsChanged)
                stage.tell(.outboxChanged)
                #expect(!stage.console.isHidden, "\(state.name) at \(size)")
            }
        }
    }

    @Test("every problem of a code and of an amount has room beside what it is about")
    func errors() throws {
        for size in Self.sizes {
            for isTeller in [false, true] {
                var bank = ScriptedBank()
                if isTeller { bank.becomeTeller() }
                var stage = try Stage.signedIn(size: size, bank: bank)
                stage.goOffline()
                try stage.reachReview()
                for problem in DraftProblem.allCases {
                    var other = stage
                    try other.press("Esc")
                    other.bank.draftProblem = problem
                    try other.press("Enter", "Enter")
                    #expect(!other.console.isHidden, "\(problem) at \(size)")
                }
                try stage.press("Tab", "Enter")
                let outcomes = CodeRefusal.allCases.map { TransferOutcome.codeRefused($0) }
                for outcome in outcomes + [.failed] {
                    var other = stage
                    other.bank.transferOutcome = outcome
                    other.type(ScriptedBank.code)
                    try other.press("Enter")
                    #expect(!other.console.isHidden, "\(outcome) at \(size)")
                }
            }
        }
    }

    @Test("what was found wrong stands beside what waits, however low the screen is")
    func foundWrong() throws {
        for size in Self.sizes {
            var stage = Stage(size: size)
            stage.bank.divergences = ScriptedBank.makeDivergences()
            stage.bank.outbox = (1...6).map { stage.bank.transfer(UInt128($0), .queued) }
            try stage.signIn()
            try stage.press("g", "y")
            #expect(stage.text.contains("Found wrong"), "\(size)")
            #expect(stage.text.contains("UNVERIFIED"), "\(size)")
            #expect(stage.text.contains("Lakshmi Iyer"), "\(size)")
        }
    }

    @Test("a list that goes on beyond its rows is marked at every size", arguments: sizes)
    func continuation(_ size: Size) throws {
        let marks = [Symbol.scrollThumb, .moreAbove, .moreBelow, .moreAround].map {
            $0.scalar(in: .unicode)
        }
        for keys in [["Enter"], ["g", "s", "Enter"], ["?"], ["g", "o"]] {
            var stage = Stage(size: size)
            stage.bank.outbox = (1...40).map { stage.bank.transfer(UInt128($0), .queued) }
            try stage.signIn()
            for key in keys { try stage.press(key) }
            #expect(stage.frame().cells.contains { marks.contains($0.base) }, "\(keys)")
        }
    }
}
