// Goal: whoever serves other people sees whose each account is, and customers see what they saw.
// Method: keys in as a teller or a customer; what the screens say out.
import ClientService
@testable import ConsoleUI
import IdentityCore
import TerminalKit
import Testing

@Suite("Holders")
struct HolderTests {
    private func teller() throws -> Stage {
        var bank = ScriptedBank()
        bank.becomeTeller()
        return try Stage.signedIn(bank: bank)
    }

    @Test("every role but the customer sees holders", arguments: IdentityCore.Role.allCases)
    func roles(_ role: IdentityCore.Role) throws {
        var bank = ScriptedBank()
        bank.becomeTeller()
        bank.user = SignedInUser(
            userID: bank.user.userID,
            displayName: "Somebody",
            role: role,
            endsAt: bank.user.endsAt
        )
        var stage = try Stage.signedIn(bank: bank)
        #expect(stage.text.contains("Holder") == (role != .customer))
        #expect(stage.text.contains("Gopal") == (role != .customer))
        try stage.press("Down", "Enter")
        #expect(stage.text.contains("Gopal Deshpande") == (role != .customer))
    }

    @Test("where columns are short, the holder outlives every figure but the available one")
    func narrow() throws {
        var stage = try teller()
        stage.resize(Size(width: 60, height: 16))
        let header = try #require(stage.text.split(separator: "\n").first { $0.contains("Avail") })
        #expect(header.contains("Holder"))
        #expect(!header.contains("Held"))
    }

    @Test("a holder's name cannot reach the terminal as it is")
    func hostile() throws {
        var stage = try teller()
        try stage.press("Down", "Down")
        for _ in 0..<2 {
            for scalar in stage.text.unicodeScalars where scalar != "\n" {
                #expect(scalar.value >= 0x20 && scalar != "\u{202E}" && scalar != "\u{9B}")
            }
            try stage.press("Enter")
        }
    }

    @Test("the steps of a transfer say whose money goes and whose account it reaches")
    func transfer() throws {
        var stage = try teller()
        try stage.press("t")
        #expect(stage.text.contains("Holder     Asha Rao"))
        #expect(stage.text.contains("customer"))
        stage.type("gopal")
        try stage.press("Enter")
        #expect(stage.text.contains("Gopal Deshpande"))
        #expect(!stage.text.contains("your own"))
        stage.type("1")
        try stage.press("Enter", "Enter")
        #expect(stage.text.contains("Review"))
        for keys in [["Tab", "Enter"], ["Enter"]] {
            #expect(stage.text.contains("Asha Rao"))
            #expect(stage.text.contains("Holder"))
            #expect(stage.text.contains("Gopal Deshpande"))
            if keys == ["Enter"] { stage.type(ScriptedBank.code) }
            for key in keys { try stage.press(key) }
        }
        #expect(stage.text.contains("the money has moved"))
        #expect(stage.text.contains("Holder"))
    }

    @Test("the smallest screen has room for every step between two accounts", arguments: [0, 1, 2])
    func smallest(_ scene: Int) throws {
        var bank = ScriptedBank()
        if scene > 0 { bank.becomeTeller() }
        var stage = try Stage.signedIn(size: Size(width: 60, height: 16), bank: bank)
        if scene > 1 { stage.goOffline() }
        for keys in [["t"], ["Enter"], ["1", "Enter", "Enter"], ["Tab", "Enter"]] {
            try stage.press(keys.joined(separator: " "))
            #expect(!stage.text.contains("Need"), "\(keys)")
        }
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        stage.wait(seconds: 10)
        #expect(stage.text.contains("Outcome"))
        #expect(stage.text.contains("Holder Asha Rao") == (scene > 0))
    }

    @Test("typing a holder's name finds the account that pays")
    func filterPayers() throws {
        var stage = try teller()
        try stage.press("t", "Esc")
        stage.type("gopal")
        #expect(stage.text.contains("Gopal Deshpande"))
        #expect(!stage.text.contains("Asha Rao"))
        try stage.press("Enter")
        #expect(stage.text.contains("Current 0012 3456 7906"))
        #expect(stage.text.contains("Who is paid?"))
        try stage.press("Esc")
        stage.type(" nobody")
        try stage.press("Enter")
        #expect(stage.text.contains("No account has these words"))
        try stage.press("Esc")
        #expect(stage.text.contains("Asha Rao"))
    }

    @Test("read out, each account comes with its holder")
    func spoken() {
        var bank = ScriptedBank()
        bank.becomeTeller()
        var talk = Talk(bank: bank)
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        #expect(talk.transcript.contains("Holder Gopal Deshpande"))
    }
}
