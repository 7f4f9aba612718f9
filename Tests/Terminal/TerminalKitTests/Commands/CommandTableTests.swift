import Testing

@testable import TerminalKit

/// Goal: a key runs one command or none, and everything said about commands comes from one table.
///
/// Method: tables with faults are asked for their problems; keys are pressed on a good one.
@Suite struct CommandTableTests {
    private let table = CommandTable(Samples.commands)

    private func command(_ id: String, _ keys: KeySequence...) -> Command<Int> {
        Command(id: id, keys: keys, title: "t", help: "h", group: "g", action: 0)
    }

    private func press(_ keys: Key..., on table: CommandTable<Samples.Action>) -> String {
        var pending: [Key] = []
        var last = "nothing"
        for key in keys {
            switch table.resolve(key, pending: &pending) {
            case .run(let command): last = "run \(command.id)"
            case .disabled(let command, let reason): last = "not \(command.id): \(reason.plain)"
            case .pending: last = "pending"
            case .unbound: last = "unbound"
            }
        }
        return last
    }

    @Test("the sample table has no problems")
    func clean() {
        #expect(table.problems == [])
    }

    @Test("a key runs its command, a prefix waits, and a wrong second key forgets both")
    func resolving() {
        #expect(press(.enter, on: table) == "run open")
        #expect(press(.function(12), on: table) == "run lock")
        #expect(press(.character("g"), on: table) == "pending")
        #expect(press(.character("g"), .character("s"), on: table) == "run go.statements")
        #expect(press(.character("g"), .character("x"), on: table) == "unbound")
        #expect(
            press(.character("g"), .character("x"), .character("q"), on: table) == "run quit"
        )
        #expect(press(.character("Z"), on: table) == "unbound")
    }

    @Test("a command that cannot be run says why")
    func disabled() {
        #expect(
            press(.character("t"), on: table)
                == "not transfer.new: A support agent looks and does not pay."
        )
    }

    @Test("two claims on a key are a problem, and the key runs neither")
    func conflict() {
        let table = CommandTable([command("one", "x"), command("two", "x", "y")])
        #expect(
            table.problems == [
                "'x' is claimed by one and by two.", "'x' is claimed by two and by one.",
            ]
        )
        var pending: [Key] = []
        if case .run = table.resolve(.character("x"), pending: &pending) {
            Issue.record("a contested key ran a command")
        }
    }

    @Test("a sequence behind a key that is bound by itself cannot be reached")
    func unreachable() {
        let table = CommandTable([command("one", "g"), command("two", "g a")])
        #expect(table.problems == ["'g a' of two cannot be reached: 'g' of one runs first."])
    }

    @Test(
        "keys that terminals keep for themselves are refused",
        arguments: [
            "Ctrl-S", "Ctrl-Q", "Ctrl-A", "Ctrl-B", "Ctrl-Z", "Ctrl-C", "Ctrl-I",
            "Ctrl-J", "Ctrl-M", "Ctrl-H", "Ctrl-[", "O", "[", "ctrl-s",
        ]
    )
    func reserved(key: String) {
        let table = CommandTable([command("one", KeySequence(key))])
        #expect(table.problems.count == 1)
        #expect(table.problems.first?.contains("choose another key") == true)
    }

    @Test("a text that names no key, a key given twice and an id used twice are problems")
    func mistakes() {
        #expect(
            CommandTable([command("one", "Hyper-X")]).problems == [
                "'Hyper-X' of one names no key."
            ]
        )
        #expect(CommandTable([command("one", "")]).problems == ["'' of one names no key."])
        #expect(!CommandTable([command("one", "x", "x")]).problems.isEmpty)
        #expect(
            CommandTable([command("one", "x"), command("one", "y")]).problems == [
                "Two commands are called 'one'; each needs an id of its own."
            ]
        )
    }

    @Test("the hint bar names what can be done now, by importance")
    func hints() {
        #expect(
            table.hints.map { "\($0.key.plain) \($0.title.plain)" } == [
                "Enter open", "? help", "g a accounts", "g s statements", "L lock", "q quit",
            ]
        )
        #expect(table.hints.filter(\.isEssential).map(\.key.plain) == ["L", "q"])
    }

    @Test("after the first key of a sequence the hint bar names what can follow")
    func followingKeys() {
        #expect(
            table.hints(after: [.character("g")]).map { "\($0.key.plain) \($0.title.plain)" }
                == ["a accounts", "s statements"]
        )
        #expect(table.hints(after: [.character("z")]).isEmpty)
    }

    @Test("the hint bar says what a key does now, and the title stays what it is called")
    func hintTitles() {
        var back = command("back", "Esc")
        back.hintPriority = 1
        back.hintTitle = "Clear filter"
        let table = CommandTable([back])
        #expect(table.hints.map(\.title.plain) == ["Clear filter"])
        #expect(table.commands.map(\.title.plain) == ["t"])
    }

    @Test("a command is found by words that are not its own, too")
    func synonyms() {
        var outbox = command("outbox", "o")
        outbox.synonyms = "inbox queue"
        let table = CommandTable([outbox, command("other", "x")])
        #expect(table.matches("INBOX").map(\.id) == ["outbox"])
        #expect(table.matches("inbox queue t").map(\.id) == ["outbox"])
    }

    @Test("the palette finds commands in which every word occurs")
    func palette() {
        #expect(table.matches("").count == Samples.commands.count)
        #expect(table.matches("GO accounts").map(\.id) == ["go.accounts"])
        #expect(
            table.matches("account selected").map(\.id) == [
                "open", "transfer.new", "go.statements",
            ]
        )
        #expect(table.matches("no such word").isEmpty)
    }

    @Test("help lists every command, and in place of its help why it cannot be run")
    func help() throws {
        var words = TextField(maximumScalarCount: 40)
        let all = table.list(
            id: "help",
            matching: words,
            isTyping: false,
            state: ListState(count: Samples.commands.count, height: 50)
        )
        #expect(all.window.rows.count == Samples.commands.count)
        let transfer = try #require(all.row(at: 1))
        #expect(
            transfer.cells[2]
                == .text(
                    "Not now: A support agent looks and does not pay.",
                    role: .textMuted
                )
        )
        words = TextField(maximumScalarCount: 40, text: "lock")
        let some = table.list(
            id: "help",
            matching: words,
            isTyping: true,
            state: ListState(count: 1, height: 50)
        )
        #expect(some.rowCount == 1)
        #expect(some.filter?.note?.plain == "1 of 9")
    }
}
