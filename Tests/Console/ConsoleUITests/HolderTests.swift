// Goal: staff see the holder of each account, and customers see what they saw.
// Method: keys in as a teller or a customer; what the screens say out.
@testable import ClientService
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

    @Test("every role but the customer sees holders", arguments: Role.allCases)
    func roles(_ role: Role) throws {
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

    // Symptom: a teller saw what was available and nothing that explained it.
    @Test("where columns are short, the holder stands with the digits, and the figures add up")
    func narrow() throws {
        var stage = try teller()
        for (width, hasColumn) in [(60, false), (79, false), (80, true), (120, true)] {
            stage.resize(Size(width: width, height: 24))
            let header = try #require(
                stage.text.split(separator: "\n").first { $0.contains("Avail") }
            )
            #expect(header.contains("Holder") == hasColumn, "\(width)")
            #expect(header.contains("Booked") && header.contains("Held"), "\(width)")
            #expect(stage.text.contains("Asha Rao ..7890") != hasColumn, "\(width)")
            #expect(stage.text.contains("Asha Rao"), "\(width)")
        }
    }

    @Test("a teller sees what an overdraft adds to what is available", arguments: [80, 100, 140])
    func overdraft(width: Int) throws {
        var bank = ScriptedBank()
        bank.becomeTeller()
        bank.grantOverdraft(minorUnits: 2_00_000_00)
        let stage = try Stage.signedIn(size: Size(width: width, height: 24), bank: bank)
        let header = try #require(stage.text.split(separator: "\n").first { $0.contains("Avail") })
        for title in ["Account", "Holder", "Booked", "Held", "Available"] {
            #expect(header.contains(title), "\(title)")
        }
        let line = "Overdraft of Savings ..7890 in Available: 2,00,000.00 INR"
        #expect(header.contains("Overdraft") != stage.text.contains(line), "\(stage.text)")
        #expect(header.contains("Overdraft") == (width >= 100))
    }

    // Symptom: what a teller's customers did last, and an entry, named nobody. Cause: both were made
    // for people who read of their own accounts.
    @Test("staff read whose an entry is in the recent activity and behind it, customers do not")
    func entries() throws {
        for isTeller in [false, true] {
            var bank = ScriptedBank()
            if isTeller { bank.becomeTeller() }
            var stage = try Stage.signedIn(size: Size(width: 100, height: 30), bank: bank)
            try stage.press("Tab")
            let list = try #require(stage.model.focusedList)
            #expect(list.columns.contains { $0.title == "Holder" } == isTeller)
            for index in 0..<3 {
                let row = try #require(list.row(at: index))
                #expect(row.cells.count == list.columns.count)
                #expect(
                    row.plain.contains("Asha Rao") == (isTeller && row.plain.contains("Savings"))
                )
            }
            try stage.press("Enter")
            #expect(stage.model.title == "Entry")
            #expect(stage.text.contains("Holder") == isTeller)
        }
    }

    // Symptom: a payee read "As., Current ..7127" beside its whole IFSC. Cause: names gave way first.
    @Test("among those who may be paid, kind and code go before a name is cut")
    func payeeNames() throws {
        var bank = ScriptedBank()
        bank.becomeTeller()
        for (width, hasKind, hasCode) in [(60, false, false), (80, true, true)] {
            var stage = try Stage.signedIn(size: Size(width: width, height: 16), bank: bank)
            try stage.press("t")
            #expect(stage.text.contains("Gopal Deshpande, Current ..7906"), "\(width)")
            #expect(stage.text.contains("0012 3456 7906"), "\(width)")
            #expect(stage.text.contains("IFSC") == hasCode, "\(width)")
            #expect(stage.text.contains("Kind") == hasKind, "\(width)")
        }
    }

    // Symptom: at 80 columns a holder was cut beside an overdraft that no other account had.
    @Test("an overdraft takes no room of an account's words or a holder's name")
    func wordsBeforeOverdraft() throws {
        var bank = ScriptedBank()
        bank.becomeTeller()
        bank.grantOverdraft(minorUnits: 50_000_00)
        let stage = try Stage.signedIn(size: Size(width: 80, height: 24), bank: bank)
        let rows = stage.text.split(separator: "\n").filter { $0.contains("..79") }
        #expect(rows.contains { $0.contains("Current ..7906") && $0.contains("Gopal Deshpande") })
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
        #expect(stage.text.contains("No account matches what you typed"))
        try stage.press("Esc")
        #expect(stage.text.contains("Asha Rao"))
    }

    @Test("read out, each account comes with its holder")
    func spoken() {
        var bank = ScriptedBank()
        bank.becomeTeller()
        var talk = Talk(bank: bank)
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        #expect(talk.transcript.contains("2: Current ..7906; Gopal Deshpande; "))
        talk.say("names")
        #expect(talk.transcript.contains("Holder Asha Rao; Booked "))
    }
}
