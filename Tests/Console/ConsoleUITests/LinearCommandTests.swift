// Goal: a listener can find every command, and hears the effect of each line.
// Method: every command of a conversation is asked for, typed and listened to.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Linear mode's commands")
struct LinearCommandTests {
    private static let places: [[String]] = [
        [], ["other list"], ["1"], ["1", "1"], ["transfer"], ["transfer", "kaveri", "1"],
        ["transfer", "kaveri", "1", "500", "Lunch"],
        ["transfer", "kaveri", "1", "500", "Lunch", "2"], ["outbox"], ["statements"],
        ["statements", "1"], ["sync"], ["sessions"],
    ]

    private static func talk(_ lines: [String]) -> Talk {
        var bank = ScriptedBank()
        bank.outbox = [bank.transfer(1, .queued)]
        var talk = Talk.signedIn(bank)
        for line in lines { talk.say(line) }
        return talk
    }

    /// The commands that the help names, as they are to be typed.
    private static func offered(_ talk: inout Talk) -> [String] {
        let lines = talk.hear(":help").split(separator: "\n").drop { !$0.hasPrefix("Commands") }
        return lines.dropFirst().compactMap { line in
            let name = line.drop { $0 == ":" }.prefix { $0 != ":" }
            return line.hasPrefix(":") ? ":\(name)" : String(name)
        }
    }

    // Symptom: the help named F-keys, Ctrl and Tab. Cause: it was the list of the painted screens.
    @Test("the help names commands that are understood here, and no key", arguments: places)
    func help(_ lines: [String]) {
        var talk = Self.talk(lines)
        let help = talk.hear(":help")
        for key in ["Ctrl", "Tab", "Esc", "F1", "F10", "F12", "PgUp", "Shift", "arrow"] {
            #expect(!help.contains(key), "\(key)")
        }
        let offered = Self.offered(&talk)
        #expect(offered.contains { $0.hasSuffix("quit") })
        #expect(offered.contains { $0.hasSuffix("back") })
        for name in offered {
            var other = talk
            #expect(!other.hear(name).contains("That is no command"), "\(name)")
        }
    }

    // Symptom: some commands were answered with nothing but another prompt.
    @Test("every command says what it did", arguments: places)
    func answers(_ lines: [String]) {
        var talk = Self.talk(lines)
        for name in Self.offered(&talk) {
            var other = talk
            let prompt = other.shell.prompt
            let answer = other.hear(name).split(separator: "\n", omittingEmptySubsequences: true)
            #expect(answer.count > 1 || other.shell.prompt != prompt, "\(name)")
        }
    }

    @Test("choosing the row that is selected reads it")
    func chosen() {
        var talk = Self.talk(["outbox"])
        let row = "1: 13:50; Lakshmi Iyer; Rent 1; 500.00 INR; queued; selected"
        #expect(talk.hear("1").contains(row))
    }

    // Symptom: rows 11 to 20 of the recent activity were not offered. Cause: what can be typed is said
    // once for a screen, and this was its second list.
    @Test(
        "a list that is read in part says how many rows there are, and reads on to the last",
        arguments: [["other list"], ["1"], ["statements", "1"], ["transfer"]]
    )
    func parts(_ lines: [String]) throws {
        var bank = ScriptedBank()
        bank.payees += (0..<25).map { number in
            PayeeRecord(
                accountID: AccountID(rawValue: 0x200 + UInt128(number)),
                name: "Payee \(number)",
                number: "00112233\(2_000 + number)",
                branchCode: "SAHY0000007",
                currency: .indianRupee,
                isRemoved: false
            )
        }
        var talk = Talk.signedIn(bank)
        for line in lines.dropLast() { talk.say(line) }
        var heard = talk.hear(lines.last ?? "")
        let count = try #require(talk.shell.console.linearScreen.focusedList).rowCount
        let colon = talk.shell.prompt.text == "> " ? "" : ":"
        #expect(heard.contains(": rows 1 to 10 of \(count); \(colon)more reads on."))
        for _ in 0..<count / 10 { heard += talk.hear("\(colon)more") }
        for row in 1...count { #expect(heard.contains("\n\(row): "), "row \(row) of \(count)") }
        #expect(talk.hear("\(colon)more").contains("These are the last rows."))
        #expect(talk.hear("\(colon)previous").contains("\(colon)more reads on"))
    }

    // Symptom: `names` where a payee is looked for found nobody. Cause: it was taken for words.
    @Test("where words are typed, a command has a colon in front, and without it is looked for")
    func colon() {
        var talk = Talk.signedIn()
        let heard = talk.hear("transfer")
        #expect(heard.contains("; :names reads the selected row"))
        #expect(heard.contains("commands: :help, "))
        #expect(talk.hear(":names").contains("Name Current ..7906; Account "))
        let looked = talk.hear("names")
        #expect(looked.contains("No payee matches what you typed"))
        #expect(looked.contains("A command has a colon in front: :names."))
        #expect(!talk.hear("kaveri").contains("colon"))
        #expect(talk.hear("1").contains("Step 3 of 6: Amount"))
        #expect(talk.hear(":names").contains("There is no row here to read."))
    }

    // Symptom: "Recent activity" was read twice in a row, and nothing said before that there is one.
    @Test("what the other list is stands below the first, and each is named once")
    func otherList() {
        var talk = Talk.signedIn()
        #expect(talk.transcript.contains("Other list goes to the recent activity."))
        let heard = talk.hear("other list").split(separator: "\n")
        #expect(heard.count { $0.hasPrefix("Recent activity") } == 2, "its title, and how to go on")
        #expect(!heard.contains("Recent activity"))
        #expect(heard.contains("Other list goes to the accounts."))
    }

    // Symptom: `back` was looked for where words are typed all of a sudden.
    @Test("where words are asked for on a screen of commands, the colon is told of at once")
    func colonAtOnce() {
        var talk = Talk.signedIn()
        #expect(talk.hear("find").contains("A command has a colon in front here, such as :back."))
        #expect(talk.hear(":back").contains("Filter off"))
        #expect(!talk.hear("read").contains("colon in front here"))
    }

    // Symptom: where a payee is looked for, `:back` removed the words and was answered with "Nothing
    // changed."; the next number chose a row that nobody had read. Cause: the line for words stays there,
    // and its rows were read only when words were typed.
    @Test(
        "words that are removed are told of, and the rows are read among which a number chooses",
        arguments: ["kaveri", "nowhere"]
    )
    func wordsRemoved(_ words: String) throws {
        for opening in ["transfer", "find"] {
            var talk = Talk.signedIn()
            talk.say(opening, words)
            let heard = talk.hear(opening == "find" ? "back" : ":back")
            #expect(!heard.contains("Nothing changed."))
            let isTold = heard.contains("The words to find are removed.")
            #expect(isTold || heard.contains("Filter off"))
            let list = try #require(talk.shell.console.linearScreen.focusedList)
            try #require(list.rowCount > 0)
            for row in 1...min(LinearShell.rowCount, list.rowCount) {
                #expect(heard.contains("\n\(row): "), "\(opening): row \(row)")
            }
        }
    }

    @Test("what the other list has of the words is said, and that list is one command away")
    func foundElsewhere() throws {
        var talk = Talk.signedIn()
        talk.say("find")
        let heard = talk.hear("bescom")
        #expect(heard.contains("No account matches; other list finds "))
        #expect(heard.contains(" in Recent activity"))
        talk.say("other list")
        let list = try #require(talk.shell.console.linearScreen.focusedList)
        #expect(list.id == "activity")
        #expect(list.filter?.text == "bescom")
    }

    // Symptom: "No account matches" was read twice in a row.
    @Test("that nothing was found is said once")
    func nothingFound() {
        var talk = Talk.signedIn()
        talk.say("find")
        let heard = talk.hear("nowhere")
        #expect(heard.components(of: "No account matches what you typed") == 1)
    }

    @Test("a line cut before anybody is signed in says that it is")
    func cutBeforeSignIn() {
        var talk = Talk()
        #expect(talk.hear(":cut the line").contains("The line is cut."))
    }

    // Symptom: `demo --linear --as asha` said nothing for as long as its bank was being made.
    @Test("whoever is signed in at the start hears what is being prepared, and how far it is")
    func preparing() {
        let time = ConsoleTime(wall: ScriptedBank.now, steady: Instant(secondsSinceEpoch: 1_000))
        var shell = LinearShell(
            configuration: ConsoleConfiguration(
                environment: .demo,
                bankName: "Bank",
                demoNotice: DemoNotice(paragraphs: [], people: Stage.people, signsInAs: "asha")
            ),
            at: time
        )
        _ = shell.start(at: time)
        func hear(_ preparation: DemoPreparation) -> [String] {
            shell.receive(.preparation(preparation), at: time).lines
        }
        #expect(hear(DemoPreparation(done: 0, total: nil)) == ["Preparing the made-up bank."])
        #expect(
            hear(DemoPreparation(done: 800, total: 1_600))
                == ["Preparing the made-up bank: 50% 800 of 1600 payments"]
        )
        // Symptom: "you are signed in as soon as it is prepared" came after 100%, and before its end.
        #expect(
            hear(DemoPreparation(done: 1_600, total: 1_600))
                == ["Preparing the made-up bank: ended"]
        )
        #expect(!shell.console.workspace.context.isPreparing)
    }

    @Test("lines that are typed keep the console open, also those that do nothing")
    func keepsOpen() {
        var talk = Talk.signedIn()
        let limit = IdlePolicy.seconds(for: talk.bank.user.role)
        for line in ["", "nonsense", "names", ""] {
            talk.wait(seconds: limit - 1)
            talk.say(line)
        }
        #expect(talk.shell.console.workspace.lock == nil)
        talk.wait(seconds: limit)
        #expect(talk.shell.console.workspace.lock != nil)
    }
}
