// Goal: a command for the open screen is answered by the fact that it is open.
// Method: each place that has a command, asked for twice.
@testable import ConsoleUI
import Testing

// Symptom: `:accounts` on Accounts was "no command here", while its key on the painted screen said
// that this was the screen. Cause: a place's command is not there while its screen is open.
@Suite("The screen that is open, asked for in lines")
struct OpenPlaceTests {
    @Test(
        "the name of the open screen says that it is open, by its title, another word and its keys",
        arguments: [
            ("Accounts", ["accounts", "ACCOUNTS", "overview", "g a"]),
            ("Outbox", ["outbox", "g o"]), ("Statements", ["statements", "g s"]),
            ("Sync", ["sync", "g y"]), ("Sessions", ["sessions", "g l"]),
        ]
    )
    func here(_ title: String, _ names: [String]) {
        var talk = Talk.signedIn()
        talk.say(":" + title.lowercased())
        for name in names {
            let heard = talk.hear(":" + name)
            #expect(heard.contains("\(title): this is the screen that you are on."), "\(name)")
            #expect(!heard.contains("That is no command here"), "\(name)")
        }
    }

    @Test("the name of another place leads there, and what names none is no command")
    func elsewhere() {
        var talk = Talk.signedIn()
        #expect(!talk.hear(":outbox").contains("this is the screen"))
        #expect(talk.shell.console.workspace.top.kind == .outbox)
        #expect(talk.hear(":nonsense").contains("That is no command here"))
    }
}
