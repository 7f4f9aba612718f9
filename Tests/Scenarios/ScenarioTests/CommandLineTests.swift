import PseudoTerminal
import Testing

/// Goal: scripts can rely on the commands: what goes to which stream, and with which status.
///
/// Method: the program run to its end; statuses are those of sysexits(3).
@Suite("Scenario: the command line")
struct CommandLineTests {
    @Test("the version is a line on standard output")
    func version() throws {
        let run = try CommandRun.counterfoil(["--version"])
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.wholeMatch(of: #/counterfoil [0-9]+\.[0-9]+\.[0-9]+\n/#) != nil)
    }

    @Test("help names every command", arguments: [[], ["--help"], ["help"]])
    func help(arguments: [String]) throws {
        let run = try CommandRun.counterfoil(arguments)
        #expect(run.status == 0 && run.errors.isEmpty)
        for command in ["demo", "export", "theme"] {
            #expect(run.output.contains("  \(command) "))
        }
    }

    /// A call that fails: its arguments, its status, and a word that its sentence must have.
    struct Failure: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var status: Int
        var word: String

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let misuses = [
        Failure(arguments: ["--nonsense"], status: 64, word: "--nonsense"),
        Failure(arguments: ["nonsense"], status: 64, word: "nonsense"),
        Failure(arguments: ["demo", "--entries", "-1"], status: 64, word: "--entries"),
        Failure(arguments: ["demo", "--entries", "many"], status: 64, word: "--entries"),
        Failure(arguments: ["export", "--format", "pdf", "--state", "/"], status: 64, word: "pdf"),
        Failure(arguments: ["export", "--format", "csv"], status: 64, word: "--state"),
    ]

    @Test("wrong use is told on standard error, with status 64", arguments: misuses)
    func misuse(misuse: Failure) throws {
        let run = try CommandRun.counterfoil(misuse.arguments)
        #expect(run.status == misuse.status)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(misuse.word))
    }

    static let failures = [
        Failure(
            arguments: ["export", "--state", "/nowhere", "--format", "csv"],
            status: 66,
            word: "/nowhere"
        ),
        Failure(
            arguments: ["export", "--state", "/tmp", "--format", "csv"],
            status: 66,
            word: "holds no bank"
        ),
        Failure(
            arguments: ["export", "--state", "/tmp", "--format", "csv", "--from", "2026-13-01"],
            status: 65,
            word: "'2026-13-01'"
        ),
        Failure(
            arguments: ["export", "--state", "/tmp", "--format", "csv", "--to", "yesterday"],
            status: 65,
            word: "'yesterday'"
        ),
        Failure(arguments: ["demo", "--fixture", "atlantis"], status: 66, word: "'atlantis'"),
        Failure(arguments: ["demo", "--theme", "plaid"], status: 78, word: "plaid"),
        Failure(
            arguments: ["demo", "--linear", "--state", "/proc/nowhere"],
            status: 73,
            word: "/proc/nowhere"
        ),
        Failure(arguments: ["theme", "check", "/nowhere.toml"], status: 65, word: "/nowhere.toml"),
    ]

    @Test("a failure is one line on standard error", arguments: failures)
    func failure(failure: Failure) throws {
        let run = try CommandRun.counterfoil(failure.arguments)
        #expect(run.status == failure.status, "\(run.errors)")
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(failure.word), "\(run.errors)")
        #expect(run.errors.hasPrefix("counterfoil: "), "\(run.errors)")
        #expect(run.errors.count { $0 == "\n" } == 1, "\(run.errors)")
    }

    @Test("a fixture whose bank cannot be opened ends the demo with its sentence")
    func brokenFixture() throws {
        let folder = try TemporaryFolder()
        for name in ["bank", "people", "accounts", "payees", "activity"] {
            let path = "\(BuiltProgram.projectPath)/fixtures/sahyadri/\(name).toml"
            let text = try CommandRun("/bin/cat", [path]).output
            try folder.write(name == "activity" ? text + "strange = 1\n" : text, to: "\(name).toml")
        }
        let terminal = try BuiltProgram.start(
            "counterfoil",
            ["demo", "--fixture", folder.path],
            term: "xterm-256color",
            width: 160,
            height: 40
        )
        #expect(try terminal.waitForEnd() == .exited(65))
        #expect(terminal.screen.contains("The key 'strange' is not known here."))
        #expect(try terminal.modes() == terminal.originalModes)
    }

    @Test("looking at a folder that holds no bank leaves nothing in it")
    func exportLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let run = try CommandRun.counterfoil(
            ["export", "--state", folder.path, "--format", "hledger"])
        #expect(run.status == 66)
        #expect(try CommandRun("/bin/ls", ["-A", folder.path]).output.isEmpty)
    }

    @Test("a state has one demo at a time, and the second is told so")
    func stateInUse() throws {
        let state = try DemoState()
        let session = try ConsoleSession(state)
        let second = try CommandRun.counterfoil(["demo", "--linear", "--state", state.path])
        #expect(second.status == 75)
        #expect(second.output.isEmpty)
        #expect(second.errors.hasPrefix("counterfoil: Another demo runs in \(state.path)."))

        try session.leave()
        #expect(
            try CommandRun.counterfoil(["demo", "--linear", "--state", state.path]).status == 0
        )
    }

    @Test("every theme of the list passes its check, and opens no screen")
    func themes() throws {
        let list = try CommandRun.counterfoil(["theme", "list"])
        #expect(list.status == 0 && list.errors.isEmpty)
        let names = list.output.split(separator: "\n").map(String.init)
        #expect(Set(names).isSuperset(of: ["dark", "light", "mono"]))
    }

    @Test("theme check passes a shipped theme and tells what is wrong with a broken one")
    func themeCheck() throws {
        let folder = try TemporaryFolder()
        let shipped = try shippedTheme("dark")
        let text = try #require(shipped.firstMatch(of: #/(?m)^text +=.*$/#)?.output)
        let ground = try #require(shipped.firstMatch(of: #/(?m)^ground +=(.*)$/#)?.output.1)
        // Text in the colour of what it stands on can be read by nobody.
        let cases = [
            (shipped, 0), ("name = [", 65), (shipped.replacing(text, with: "text =\(ground)"), 65),
        ]
        for (theme, status) in cases {
            try folder.write(theme, to: "dark.toml")
            let run = try CommandRun.counterfoil(["theme", "check", "\(folder.path)/dark.toml"])
            #expect(run.status == status, "\(run.output)\(run.errors)")
            #expect(run.errors.count { $0 == "\n" } == (status == 0 ? 0 : 1), "\(run.errors)")
        }
    }

    private func shippedTheme(_ name: String) throws -> String {
        let run = try CommandRun("/bin/cat", ["\(BuiltProgram.projectPath)/themes/\(name).toml"])
        return try #require(run.status == 0 ? run.output : nil)
    }
}
