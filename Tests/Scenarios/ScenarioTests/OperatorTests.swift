import FoundationEssentials
import Glibc
import PseudoTerminal
import Testing

/// Goal: an operator can use every function of the ledger beside a running server, and is told the
/// truth about each act.
///
/// Method: `counterfoild` as a process, its commands as scripts give them, and a console that sees
/// what comes of them.
@Suite("Scenario: an operator at the bank")
struct OperatorTests {
    private func command(
        _ bank: NetworkBank,
        _ words: [String],
        input: String = ""
    ) throws -> CommandRun {
        try CommandRun(
            BuiltProgram.path("counterfoild"),
            words + ["--data", bank.path],
            input: input
        )
    }

    /// Runs a command with its standard output, or the size of its files, limited.
    private func limited(
        _ script: String,
        _ bank: NetworkBank,
        _ words: [String],
        input: String
    )
        throws -> CommandRun
    {
        try CommandRun(
            "/bin/sh",
            ["-c", script, BuiltProgram.path("counterfoild")] + words + ["--data", bank.path],
            input: input
        )
    }

    @Test("a user without a fixture is added, given an account and money, and sees it")
    func fromNothing() async throws {
        let bank = try NetworkBank()
        let accounts = try bank.command("account", "list", "--json")
        #expect(accounts.split(separator: "\n").count > 10)
        let asha = try await bank.signedIn("asha")
        try bank.command(
            "account",
            "open",
            "99887766",
            "--holder",
            "Asha Kulkarni",
            "--product",
            "Holiday"
        )
        try bank.command("access", "grant", "asha", "99887766", "operate")
        try asha.wait(for: "Holiday")
        let held = try bank.command(
            "hold",
            "place",
            "10.00",
            "--from",
            "50100478287548",
            "--to",
            "99887766",
            "--reference",
            "gift"
        )
        let hold = try #require(held.split(whereSeparator: \.isWhitespace).last)
        let posted = try bank.command("hold", "post", String(hold))
        let transfer = try #require(posted.split(whereSeparator: \.isWhitespace).last)
        try asha.wait(for: "10.00")
        try bank.command("reverse", String(transfer))
        try bank.command("account", "close", "99887766")
        try bank.command("access", "revoke", "asha", "99887766")
        try asha.wait(until: "the account to go") { !$0.contains("Holiday") }
        #expect(try bank.command("check").contains("Everything holds."))
        #expect(try bank.command("session", "list").contains("asha"))
        #expect(try bank.command("audit", "list", "--user", "asha").contains("signIn"))
    }

    @Test("a secret that could not be shown is told of, and can be issued again")
    func lostSecret() throws {
        let bank = try NetworkBank()
        let add = ["user", "add", "zoya", "--role", "customer"]
        let run = try limited(
            "exec \"$0\" \"$@\" >/dev/full",
            bank,
            add,
            input: "eight rivers at dawn\n"
        )
        #expect(run.status == 74)
        #expect(run.errors.contains("counterfoild user reset-totp zoya --data \(bank.path)"))
        #expect(try bank.command("user", "reset-totp", "zoya").contains("otpauth://"))
        for words in [["--help"], ["check"], ["user", "list"]] {
            let run = try limited("exec \"$0\" \"$@\" >/dev/full", bank, words, input: "")
            #expect(run.status == 74, "\(words): \(run.errors)")
        }
    }

    // Symptom: a backup, a terminal's certificate and a new bank were made, and the command said only
    // that standard output cannot be written.
    @Test("what was done is told of as done, also when its answer cannot be written")
    func lostAnswers() throws {
        let bank = try NetworkBank()
        let folder = try TemporaryFolder()
        let script = "exec \"$0\" \"$@\" >/dev/full"
        let program = try BuiltProgram.path("counterfoild")
        let acts = [
            ["backup", "--to", "\(folder.path)/books", "--data", bank.path],
            ["keys", "device", "till-9", "--data", bank.path],
            ["init", "--data", "\(folder.path)/new"],
        ]
        for words in acts {
            let run = try CommandRun("/bin/sh", ["-c", script, program] + words)
            #expect(run.status == 74, "\(words): \(run.errors)")
            #expect(run.errors.contains("It was done, but the answer is lost."), "\(run.errors)")
        }
        #expect(try bank.command("backups").contains("\(folder.path)/books"))
        #expect(try bank.command("terminal", "list").contains("till-9"))
        let check = try CommandRun(program, ["check", "--data", "\(folder.path)/new"])
        #expect(check.output == "Everything holds.\n")
    }

    // Symptom: "disk I/O error", 69, without the file.
    @Test("a new bank past what the disk takes names the file, and what to do")
    func fullDiskAtFirst() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/bank"
        let script = "trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\""
        let program = try BuiltProgram.path("counterfoild")
        let run = try CommandRun("/bin/sh", ["-c", script, program, "init", "--data", path])
        #expect(run.status == 73, "\(run.errors)")
        #expect(run.errors.contains("\(path)/bank.sqlite cannot be written"), "\(run.errors)")
        let next = try CommandRun(program, ["user", "list", "--data", path])
        #expect(next.status == 66)
        #expect(next.errors.contains("was never finished"), "\(next.errors)")
    }

    @Test("a backup past what the disk takes names the file and the cause, and can be repeated")
    func fullDisk() throws {
        let bank = try NetworkBank()
        let folder = try TemporaryFolder()
        let words = ["backup", "--to", "\(folder.path)/books"]
        // The signal is ignored, so that the write fails as one on a full disk does.
        let run = try limited(
            "trap '' XFSZ; ulimit -f 200; exec \"$0\" \"$@\"",
            bank,
            words,
            input: ""
        )
        #expect(run.status == 73, "\(run.errors)")
        #expect(run.errors.contains("\(folder.path)/books"), "\(run.errors)")
        #expect(run.errors.contains("File too large"), "\(run.errors)")
        #expect(try CommandRun("/bin/ls", ["-A", folder.path]).output.isEmpty)
        #expect(try command(bank, words).status == 0)
        #expect(try bank.command("backups").contains("\(folder.path)/books"))
        let rotation = try command(bank, ["keys", "rotate", "--master"])
        #expect(rotation.status == 78)
        #expect(rotation.errors.contains("\(folder.path)/books needs master key 1"))
    }

    @Test(
        "a piped password is read without the marks of its file, and must be one that can be typed"
    )
    func passwords() throws {
        let bank = try NetworkBank()
        let good = "eight rivers at dawn"
        for (number, input) in ["\u{FEFF}\(good)\r\n", "\(good)"].enumerated() {
            let add = ["user", "add", "zoya\(number)", "--role", "customer"]
            let run = try command(bank, add, input: input)
            #expect(run.status == 0, "\(run.errors)")
        }
        for bad in [
            "eight\u{200B}rivers at dawn", " \(good)", "\(good) ", "eight\u{A0}rivers dawn",
        ] {
            let add = ["user", "set-password", "asha"]
            let run = try command(bank, add, input: bad + "\n")
            #expect(run.status == 65, "\(bad)")
        }
    }

    @Test("the README's table names every command")
    func readme() throws {
        let help = try CommandRun(BuiltProgram.path("counterfoild"), ["--help"])
        let text = try String(
            contentsOfFile: "\(BuiltProgram.projectPath)/README.md",
            encoding: .utf8
        )
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `counterfoild ") }
        let names = help.output.matches(of: #/(?m)^  ([a-z]+) {2,}\S/#).map(\.output.1)
        #expect(names.count >= 19)
        for name in names {
            let isNamed = rows.contains { row in
                ["`\(name)`", "`counterfoild \(name)`"].contains { row.contains($0) }
            }
            #expect(isNamed, "\(name)")
        }
    }

    @Test("a bank is not made where it could not be served")
    func longPath() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/" + String(repeating: "a", count: 100)
        let run = try CommandRun(BuiltProgram.path("counterfoild"), ["init", "--data", path])
        #expect(run.status == 78)
        #expect(run.errors.contains("is too long for a socket"))
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
