import Glibc
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

    // Symptom: `counterfoil lost --help`, a command of the other program, printed the help of
    // `connect` with status 0. Cause: the parser looks for --help before it misses the command.
    @Test(
        "a word that is no command is told with the commands that there are, also before --help",
        arguments: ["counterfoil", "counterfoild"]
    )
    func unknownWord(program: String) throws {
        let calls = [["nosuch"], ["nosuch", "--help"], ["nosuch", "-h"], ["help", "nosuch"]]
        let known = program == "counterfoil" ? "demo, export, profile" : "init, serve, user"
        for call in calls {
            let run = try CommandRun(BuiltProgram.path(program), call)
            #expect(run.status == 64)
            #expect(run.output.isEmpty)
            #expect(run.errors.hasPrefix("\(program): `\(program)` has no command 'nosuch'."))
            #expect(run.errors.contains(known), "\(run.errors)")
        }
        for call in [["--help"], ["help"]] {
            #expect(try CommandRun(BuiltProgram.path(program), call).status == 0)
        }
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
        Failure(
            arguments: [
                "export", "--state", "/tmp", "--format", "csv", "--from", "2026-11-21", "--to",
                "2026-11-20",
            ],
            status: 65,
            word: "--from 2026-11-21 is after --to 2026-11-20"
        ),
        Failure(
            arguments: ["--linear", "--server", "unix:///" + String(repeating: "a", count: 107)],
            status: 78,
            word: "names a path of 108 bytes, and a socket's has at most 107"
        ),
        Failure(
            arguments: [
                "profile", "add", "b", "--server", "https://b", "--ca", "/nowhere.pem",
                "--profiles", "/nowhere.toml",
            ],
            status: 66,
            word: "/nowhere.pem"
        ),
        Failure(arguments: ["demo", "--fixture", "atlantis"], status: 66, word: "'atlantis'"),
        Failure(
            arguments: ["demo", "--fixture", "/nowhere/atlantis"],
            status: 66,
            word: "There is no fixture '/nowhere/atlantis'"
        ),
        Failure(
            arguments: ["demo", "--as", "nobody"],
            status: 66,
            word: "'nobody'. Give one of these to --as: asha"
        ),
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

    @Test("a state folder behind a link, or that others may use, is refused before it is used")
    func sharedState() throws {
        let folder = try TemporaryFolder()
        let state = "\(folder.path)/state"
        try #require(mkdir(state, 0o700) == 0)
        try #require(symlink(state, "\(folder.path)/link") == 0)
        for path in ["\(folder.path)/link", "\(folder.path)/link/"] {
            let run = try CommandRun.counterfoil(["demo", "--linear", "--state", path])
            #expect(run.status == 78)
            #expect(run.errors.contains("is a link"), "\(run.errors)")
        }
        try #require(chmod(state, 0o750) == 0)
        for command in [["demo"], ["connect", "--server", "unix:///nowhere"]] {
            let run = try CommandRun.counterfoil(command + ["--linear", "--state", state])
            #expect(run.status == 78)
            #expect(run.errors.contains("chmod 700 \(state)"), "\(run.errors)")
        }
    }

    /// Calls that print, and what they print to the full disk.
    static let printing = [
        ["--help"], ["--version"], ["demo", "--help"], ["theme", "list"], ["demo", "--users"],
    ]

    @Test("what cannot be printed is told, with status 74", arguments: printing)
    func fullDisk(arguments: [String]) throws {
        // Symptom: on a full disk every command said nothing and ended with 0. Cause: nobody looked
        // at what became of standard output.
        let run = try CommandRun(
            "/bin/sh",
            ["-c", "exec \"$0\" \"$@\" >/dev/full", BuiltProgram.path("counterfoil")] + arguments
        )
        #expect(run.status == 74)
        #expect(
            run.errors.hasPrefix("counterfoil: Standard output cannot be written: No space left")
        )
    }

    @Test(
        "an export that finds no room is told, with status 74",
        arguments: [
            ("hledger", "/dev/full", "No space left on device"),
            ("csv", "/dev/full", "No space left on device"),
            ("hledger", "$1/export", "File too large"), ("csv", "$1/export", "File too large"),
        ]
    )
    func fullExport(format: String, target: String, reason: String) throws {
        let state = try DemoState()
        let folder = try TemporaryFolder()
        // The signal is ignored, so that the write fails as one on a full disk does.
        let run = try CommandRun(
            "/bin/sh",
            [
                "-c",
                "trap '' XFSZ; ulimit -f 200; exec \"$0\" export --state \"$2\" --format \"$3\" >\(target)",
                BuiltProgram.path("counterfoil"), folder.path, state.path, format,
            ]
        )
        #expect(run.status == 74)
        #expect(
            run.errors == "counterfoil: Standard output cannot be written: \(reason). "
                + "What was printed so far is not whole.\n"
        )
    }

    @Test("demo --as signs a person in without a key", arguments: ["asha", "tara"])
    func signsIn(name: String) throws {
        let session = try ConsoleSession(DemoState(), ["--as", name], waitsFor: "Savings")
        try session.waitForBar("Accounts", "live")
        try session.leave()
    }

    @Test("a reader that has read enough is no failure")
    func closedPipe() throws {
        let run = try CommandRun(
            "/bin/sh",
            ["-c", "(\"$0\" --help; echo $? >&2) | true", BuiltProgram.path("counterfoil")]
        )
        #expect(run.status == 0)
        #expect(!run.errors.contains("cannot be written"))
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
