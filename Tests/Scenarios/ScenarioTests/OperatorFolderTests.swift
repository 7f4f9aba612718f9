import Glibc
import Testing

/// Goal: a user without rights to a bank's folder is told so, and the RUNBOOK's rules for folders
/// work.
///
/// Method: `counterfoild` as a process without the rights of root, in folders whose modes were
/// changed, and a trial of a backup with keys that were copied by hand.
@Suite("Scenario: a bank's folder")
struct OperatorFolderTests {
    /// A new bank in a folder of a user who is not root.
    private final class PlainBank {
        /// Nobody's, for a test that root runs.
        private static let user: uid_t = 65_534

        private let folder: TemporaryFolder

        var path: String { "\(folder.path)/user/bank" }

        init() throws {
            folder = try TemporaryFolder()
            let own = "\(folder.path)/user"
            try #require(chmod(folder.path, 0o755) == 0 && mkdir(own, 0o700) == 0)
            if geteuid() == 0 { try #require(chown(own, Self.user, Self.user) == 0) }
            let run = try command(["init"])
            try #require(run.status == 0, "init: \(run.errors)")
        }

        deinit {
            // Whoever is not root could not remove what is in it.
            chmod(path, 0o700)
        }

        func command(_ words: [String]) throws -> CommandRun {
            let words = [try BuiltProgram.path("counterfoild")] + words + ["--data", path]
            guard geteuid() == 0 else { return try CommandRun(words[0], Array(words.dropFirst())) }
            let options = ["--reuid=\(Self.user)", "--regid=\(Self.user)", "--clear-groups"]
            return try CommandRun("/usr/bin/setpriv", options + words)
        }
    }

    @Test("a folder that this user may not open is not taken for one without a bank")
    func closed() throws {
        let bank = try PlainBank()
        try #require(chmod(bank.path, 0) == 0)
        for words in [
            ["serve", "--port", "0"], ["check"], ["user", "list"], ["audit", "list"],
            ["backup", "--to", "\(bank.path).copy"], ["user", "disable", "asha"],
        ] {
            let run = try bank.command(words)
            let text = run.output + run.errors
            #expect(run.status == (words == ["check"] ? 1 : 77), "\(words): \(text)")
            #expect(text.contains("is not open to this user. Run the command as"), "\(text)")
            #expect(text.split(separator: "\n").count == 1, "\(text)")
        }
    }

    // Symptom: another user renamed the bank's folder, which lay in one of his, and listened in his own at
    // admin.sock: root's `user set-password` sent him the password. Cause: only the last folder was looked at.
    @Test(
        "no command goes by a bank that another user could put another one in the place of",
        .enabled(if: geteuid() == 0, "folders are given away by root alone")
    )
    func strangers() throws {
        let folder = try TemporaryFolder()
        let (outer, bank) = ("\(folder.path)/outer", "\(folder.path)/outer/bank")
        let program = try BuiltProgram.path("counterfoild")
        try #require(mkdir(outer, 0o755) == 0)
        let made = try CommandRun(program, ["init", "--data", bank])
        try #require(made.status == 0, "\(made.errors)")
        try #require(lchown(outer, 65_534, 65_534) == 0)
        for words in [
            ["serve", "--port", "0"], ["check"], ["user", "list"], ["audit", "list"], ["backups"],
            ["backup", "--to", "\(folder.path)/copy"], ["user", "disable", "asha"],
            ["user", "set-password", "asha"], ["keys", "rotate", "--signing"],
            ["lost", "--from", "\(folder.path)/books"],
        ] {
            let call = words + ["--data", bank]
            let run = try CommandRun(program, call, input: "eight rivers at dawn\n")
            #expect(run.status == 78, "\(words): \(run.output)\(run.errors)")
            let sentence = "\(outer) belongs to another user, who could put"
            #expect(run.errors.contains(sentence), "\(words): \(run.errors)")
        }
        let other = try CommandRun(program, ["init", "--data", "\(outer)/other"])
        #expect(other.status == 78)
        #expect(access("\(outer)/other", F_OK) != 0)
    }

    // Symptom: `user set-password` asked for the password, twice, and only then said that the folder is
    // not this user's. Cause: the folder was looked at when all had been typed.
    @Test("no password is asked for before it is known that the folder may be used")
    func passwordAfterFolder() throws {
        let bank = try PlainBank()
        try #require(chmod(bank.path, 0) == 0)
        for words in [
            ["user", "set-password", "asha"], ["user", "add", "asha", "--role", "teller"],
        ] {
            // Standard input is empty: whoever reads it first says that no password was given.
            let run = try bank.command(words)
            #expect(run.status == 77, "\(words): \(run.errors)")
            #expect(run.errors.contains("is not open to this user."), "\(words): \(run.errors)")
            let folder = try TemporaryFolder()
            let call = words + ["--data", "\(folder.path)/none"]
            let missing = try CommandRun(BuiltProgram.path("counterfoild"), call)
            #expect(missing.status == 66, "\(words): \(missing.errors)")
            #expect(!missing.errors.contains("No password"), "\(words): \(missing.errors)")
        }
    }

    @Test("in a folder that cannot be written a bank is looked at, and is not served")
    func readOnly() throws {
        let bank = try PlainBank()
        try #require(chmod(bank.path, 0o500) == 0)
        for words in [["check"], ["user", "list"], ["audit", "list"]] {
            let run = try bank.command(words)
            #expect(run.status == 0, "\(words): \(run.output)\(run.errors)")
        }
        let served = try bank.command(["serve", "--port", "0"])
        #expect([69, 73].contains(served.status))
        #expect(served.errors.contains("counterfoild: \(bank.path)/"), "\(served.errors)")
        #expect(served.errors.contains("Permission denied"), "\(served.errors)")

        try #require(chmod(bank.path, 0o700) == 0)
        try #require(unlink("\(bank.path)/bank.sqlite.lock") == 0)
        try #require(chmod(bank.path, 0o500) == 0)
        let locked = try bank.command(["serve", "--port", "0"])
        #expect(locked.status == 69)
        #expect(locked.errors.contains("must be able to write into their folder"))
    }

    // Symptom: in such a folder the first act was done, and the command ended with 73; repeated, it was
    // done twice. Cause: what has to be written after an act was not tried before it.
    @Test("an act in a folder that cannot be written is not begun")
    func unwritable() throws {
        let bank = try PlainBank()
        try #require(chmod(bank.path, 0o500) == 0)
        let act = try bank.command(["keys", "rotate", "--signing"])
        #expect([69, 73].contains(act.status), "\(act.errors)")
        try #require(chmod(bank.path, 0o700) == 0)
        let log = try bank.command(["audit", "list"])
        #expect(log.status == 0, "\(log.errors)")
        #expect(!log.output.contains("signingKeyBegun"), "\(log.output)")
    }

    // Symptom: `restore` never ended where a part of the backup was a pipe, nor did `backup` for one at
    // `tls/ca.pem`, and every command for one beside the books. Cause: a pipe that nobody writes to
    // keeps whoever opens it to read.
    @Test("a pipe in the place of a file keeps no command waiting, and is told of as no file")
    func pipes() throws {
        let folder = try TemporaryFolder()
        let (bank, backup) = ("\(folder.path)/bank", "\(folder.path)/backup")
        let program = try BuiltProgram.path("counterfoild")
        func run(_ words: String...) throws -> CommandRun {
            try CommandRun(program, words + ["--data", bank])
        }
        try #require(try run("init").status == 0)
        let written = try run("backup", "--to", backup)
        try #require(written.status == 0, "\(written.errors)")
        let parts = written.output.split(separator: "\n").map { String($0.dropFirst(9)) }
        #expect(parts.count >= 6)
        func pipe(at path: String, _ body: () throws -> Void) throws {
            let isThere = rename(path, "\(folder.path)/aside") == 0
            try #require(mkfifo(path, 0o600) == 0)
            try body()
            try #require(unlink(path) == 0)
            if isThere { try #require(rename("\(folder.path)/aside", path) == 0) }
        }
        for part in parts {
            try pipe(at: part) {
                let restored = try run("restore", "--from", backup)
                #expect(restored.status == 66, "\(part): \(restored.errors)")
                #expect(restored.errors == "counterfoild: \(part) is no file.\n")
            }
        }
        for name in ["tls/ca.pem", "tls/server.pem", "backups.jsonl", "counterfoil.toml", "epoch"] {
            try pipe(at: "\(bank)/\(name)") {
                for words in [["backup", "--to", "\(backup)-2"], ["serve", "--port", "0"]] {
                    let refused = try CommandRun(program, words + ["--data", bank])
                    #expect(refused.status == 78, "\(name), \(words): \(refused.errors)")
                    #expect(refused.errors.contains("\(bank)/\(name)"), "\(refused.errors)")
                }
            }
        }
        try pipe(at: "\(bank)/bank.sqlite-journal") {
            // Who only reads finds books that cannot be opened; who writes, files that are not right.
            let refusals: [(words: [String], status: Int)] = [
                (["check"], 1), (["user", "list"], 69), (["keys", "rotate", "--signing"], 78),
            ]
            for (words, status) in refusals {
                let refused = try CommandRun(program, words + ["--data", bank])
                let text = refused.output + refused.errors
                #expect(refused.status == status, "\(words): \(text)")
                #expect(text.contains("bank.sqlite-journal is no file."), "\(text)")
            }
        }
        #expect(try run("check").output == "Everything holds.\n")
    }

    // Symptom: an escape in the name of the folder or in a setting went to the operator's terminal.
    @Test("no character that steers a terminal is printed, whatever a folder or a setting holds")
    func steering() throws {
        let folder = try TemporaryFolder()
        let program = try BuiltProgram.path("counterfoild")
        let bank = "\(folder.path)/q\u{1B}[31mZ"
        func run(_ words: String...) throws -> CommandRun {
            let run = try CommandRun(program, words + ["--data", bank])
            #expect(!(run.output + run.errors).unicodeScalars.contains("\u{1B}"), "\(words)")
            return run
        }
        let made = try run("init")
        #expect(made.status == 0)
        #expect(made.output.hasPrefix("The bank is in \(folder.path)/q\u{FFFD}[31mZ. Start it"))
        let settings = "[listen]\nstatus_port = 0\nhost = \"\\u001b[31m\"\n"
        try folder.write(settings, to: "q\u{1B}[31mZ/counterfoil.toml")
        let served = try run("serve", "--port", "0")
        #expect(served.status != 0)
        #expect(served.errors.contains("\u{FFFD}[31m"), "\(served.errors)")
        #expect(try run("backup", "--to", "\(bank)/x").status == 73)
        #expect(try run("restore", "--from", "\(bank)/\u{9B}31m").status == 66)
    }

    // Symptom: the trial of a backup as the RUNBOOK has it ended with two lines of "Wrong".
    @Test("a backup is tried in another folder with copies of the keys, and everything holds")
    func trial() throws {
        let bank = try NetworkBank()
        let folder = try TemporaryFolder()
        let (books, copy) = ("\(folder.path)/books", "\(folder.path)/try")
        try bank.command("backup", "--to", books)
        let script = """
            set -e
            umask 077
            mkdir -p "$1/tls/devices"
            cp -r "$0/keys" "$1/keys"
            cp "$0/tls/server.key" "$1/tls"
            cp "$0/tls/devices"/*.key "$1/tls/devices"
            """
        let copied = try CommandRun("/bin/sh", ["-c", script, bank.path, copy])
        try #require(copied.status == 0, "\(copied.errors)")
        let program = try BuiltProgram.path("counterfoild")
        let restored = try CommandRun(program, ["restore", "--data", copy, "--from", books])
        #expect(restored.status == 0, "\(restored.errors)")
        let check = try CommandRun(program, ["check", "--data", copy])
        #expect(check.status == 0)
        #expect(check.output == "Everything holds.\n")
    }
}
