// Goal: the key screens stay as they were looked at, at every size and in both sets of marks.
// Method: keys in, the text of the frame out, compared with files under Goldens.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit
import Testing

@Suite("Golden screens")
struct GoldenScreenTests {
    /// A screen, and how to get there.
    struct Scene: Sendable, CustomTestStringConvertible {
        let name: String
        let play: @Sendable (inout Stage) throws -> Void
        var testDescription: String { name }
    }

    static let sizes = [(120, 40), (80, 24), (60, 16), (20, 5)].map {
        Size(width: $0.0, height: $0.1)
    }

    static let scenes: [Scene] = [
        Scene(name: "sign-in") { _ in },
        Scene(name: "sign-in-refused") { stage in
            stage.type("asha")
            try stage.press("Tab")
            stage.type("wrong")
            try stage.press("Tab")
            stage.type("000000")
            try stage.press("Enter")
        },
        Scene(name: "overview") { try $0.signIn() },
        Scene(name: "overview-offline") { stage in
            try stage.signIn()
            stage.goOffline()
        },
        Scene(name: "overview-masked") { stage in
            try stage.signIn()
            try stage.press("*")
            stage.wait(seconds: 10)
        },
        Scene(name: "account") { stage in
            try stage.signIn()
            try stage.press("Enter", "Down", "Down")
        },
        Scene(name: "account-filter") { stage in
            try stage.signIn()
            try stage.press("Enter", "/")
            stage.type("kaveri 100..9000")
            try stage.press("Enter")
        },
        Scene(name: "holds") { stage in
            try stage.signIn()
            try stage.press("Enter", "H")
        },
        Scene(name: "transfer-to") { stage in
            try stage.signIn()
            try stage.press("t")
        },
        Scene(name: "transfer-amount") { stage in
            try stage.signIn()
            try stage.beginTransfer()
        },
        Scene(name: "transfer-review") { stage in
            try stage.signIn()
            try stage.reachReview()
        },
        Scene(name: "transfer-review-offline") { stage in
            try stage.signIn()
            stage.goOffline()
            try stage.reachReview()
        },
        Scene(name: "transfer-authorise") { stage in
            try stage.signIn()
            try stage.reachCode()
        },
        Scene(name: "transfer-done") { stage in
            try stage.signIn()
            try stage.reachCode()
            stage.type(ScriptedBank.code)
            try stage.press("Enter")
        },
        Scene(name: "transfer-queued") { stage in
            try stage.signIn()
            stage.goOffline()
            try stage.reachCode()
            stage.type(ScriptedBank.code)
            try stage.press("Enter")
        },
        Scene(name: "outbox") { stage in
            try stage.signIn()
            stage.goOffline()
            try stage.reachCode()
            stage.type(ScriptedBank.code)
            try stage.press("Enter", "Enter", "g", "o")
        },
        Scene(name: "statements") { stage in
            try stage.signIn()
            try stage.press("g", "s")
        },
        Scene(name: "statement") { stage in
            try stage.signIn()
            try stage.press("g", "s", "Down", "Enter")
        },
        Scene(name: "help") { stage in
            try stage.signIn()
            try stage.press("?")
        },
        Scene(name: "palette") { stage in
            try stage.signIn()
            try stage.press(":")
            stage.type("line")
        },
        Scene(name: "leave") { stage in
            try stage.signIn()
            try stage.press("q")
        },
        Scene(name: "locked") { stage in
            try stage.signIn()
            try stage.press("L")
        },
        Scene(name: "teller") { stage in
            stage.bank.becomeTeller()
            try stage.signIn()
        },
        Scene(name: "teller-from") { stage in
            stage.bank.becomeTeller()
            try stage.signIn()
            try stage.press("t", "Esc")
        },
        Scene(name: "teller-to") { stage in
            stage.bank.becomeTeller()
            try stage.signIn()
            try stage.press("t")
        },
        Scene(name: "teller-review") { stage in
            stage.bank.becomeTeller()
            try stage.signIn()
            try stage.press("t")
            stage.type("gopal")
            try stage.press("Enter")
            stage.type("500")
            try stage.press("Enter", "Enter")
        },
        Scene(name: "auditor") { stage in
            stage.bank.becomeAuditor()
            try stage.signIn()
            stage.wait(seconds: 10)
        },
    ]

    /// Plays a scene in a terminal of a size; where nothing fits no key is heeded, so the window
    /// becomes small afterwards.
    static func played(_ scene: Scene, _ size: Size) throws -> Stage {
        let isSmall = SizeClass(size) == .tooSmall
        var stage = Stage(size: isSmall ? Size(width: 80, height: 24) : size)
        try scene.play(&stage)
        if isSmall { stage.resize(size) }
        return stage
    }

    @Test("a screen looks as it did", arguments: scenes)
    func screen(_ scene: Scene) throws {
        for size in Self.sizes {
            let stage = try Self.played(scene, size)
            try Golden.expect(stage.frame().textPlane, "\(scene.name)-\(size).screen")
            try Golden.expect(
                stage.frame(.ascii).textPlane,
                "\(scene.name)-\(size)-ascii.screen"
            )
        }
    }
}
