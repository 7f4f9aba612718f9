// Goal: the screens about line, record and sessions stay as they were looked at.
// Method: as for the other golden screens, at the three sizes at which there is a screen.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit
import Testing
import WireProtocol

@Suite("Golden screens of the network")
struct NetworkGoldenTests {
    static let sizes = [(120, 40), (80, 24), (60, 16)].map { Size(width: $0.0, height: $0.1) }

    static let scenes: [GoldenScreenTests.Scene] = [
        GoldenScreenTests.Scene(name: "sync") { stage in
            try stage.signIn()
            try stage.press("g", "y")
        },
        GoldenScreenTests.Scene(name: "sync-trouble") { stage in
            stage.bank.cause = .certificateExpired
            stage.bank.divergences = ScriptedBank.makeDivergences()
            stage.bank.outbox = [
                stage.bank.transfer(1, .queued, waited: 26 * 3_600),
                stage.bank.transfer(2, .unknown, sendCount: 1),
                stage.bank.transfer(3, .needsCode(.tooOld), sendCount: 1),
            ]
            try stage.signIn()
            stage.goOffline()
            try stage.press("g", "y")
        },
        GoldenScreenTests.Scene(name: "sync-divergence") { stage in
            stage.bank.divergences = ScriptedBank.makeDivergences()
            stage.bank.freshness = .unverified
            try stage.signIn()
            try stage.press("g", "y", "Tab", "Enter")
        },
        GoldenScreenTests.Scene(name: "sign-in-offline") { stage in
            stage.bank.line = .down(since: stage.time.wall)
            stage.bank.signInOutcome = .unreachable(.connectionRefused, copy: .here)
            try stage.signIn()
        },
        GoldenScreenTests.Scene(name: "offline-copy-form") { stage in
            stage.bank.signInOutcome = .unreachable(.connectionRefused, copy: .here)
            try stage.signIn()
            try stage.press("Tab", "Enter")
        },
        GoldenScreenTests.Scene(name: "offline-copy") { try $0.openOfflineCopy() },
        GoldenScreenTests.Scene(name: "sessions") { stage in
            try stage.signIn()
            try stage.press("g", "l")
        },
        GoldenScreenTests.Scene(name: "sessions-end") { stage in
            try stage.signIn()
            try stage.press("g", "l", "e")
        },
        GoldenScreenTests.Scene(name: "inbox") { stage in
            stage.bank.outbox = [
                stage.bank.transfer(1, .decided(ScriptedBank.refusal(1, .payeeChanged))),
                stage.bank.transfer(2, .decided(stage.bank.decision(IntentKey(rawValue: 2)))),
                stage.bank.transfer(3, .queued),
            ]
            try stage.signIn()
            try stage.press("g", "o")
        },
        GoldenScreenTests.Scene(name: "rolled-back") { stage in
            stage.bank.freshness = .unverified
            stage.bank.notice = .rolledBack
            try stage.signIn()
        },
    ]

    @Test("a screen of the network looks as it did", arguments: scenes)
    func screen(_ scene: GoldenScreenTests.Scene) throws {
        for size in Self.sizes {
            var stage = Stage(size: size, environment: .live)
            try scene.play(&stage)
            try Golden.expect(stage.frame().textPlane, "\(scene.name)-\(size).screen")
        }
        var stage = Stage(environment: .live)
        try scene.play(&stage)
        try Golden.expect(stage.frame(.ascii).textPlane, "\(scene.name)-80x24-ascii.screen")
    }

    @Test("the screens of the network are conversations too")
    func spoken() throws {
        var bank = ScriptedBank()
        bank.signInOutcome = .unreachable(.hostUnknown, copy: .here)
        bank.line = .down(since: ScriptedBank.now.adding(seconds: -3_600))
        bank.freshness = .cached(asOf: ScriptedBank.now.adding(seconds: -3_600))
        bank.divergences = ScriptedBank.makeDivergences()
        bank.outbox = [bank.transfer(1, .queued)]
        var talk = Talk(bank: bank)
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        talk.say("2", "", ScriptedBank.password)
        talk.say("transfer", "sync", "other list", "1", "close", "sign in")
        talk.bank.signInOutcome = nil
        talk.bank.notice = nil
        talk.bank.line = .up
        talk.bank.freshness = .live(asOf: ScriptedBank.now)
        talk.bank.divergences = []
        talk.say(ScriptedBank.password, ScriptedBank.code)
        talk.say("sessions", "1", "2", "outbox", "take back", "2")
        try Golden.expect(talk.transcript, "linear-network.txt")
    }
}
