import Glibc
import Testing

/// Goal: whoever may not use a bank's folder is told so, and what the RUNBOOK says of folders works.
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
