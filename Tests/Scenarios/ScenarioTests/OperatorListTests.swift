import ClientTransport
import FoundationEssentials
import Testing

/// Goal: lists for operators can be read by scripts as well, and used as they are printed.
///
/// Method: `counterfoild` as a process, its lists as JSON, and what they name given back to it.
@Suite("Scenario: what an operator reads")
struct OperatorListTests {
    private static let listings: [(words: [String], columns: Set<String>)] = [
        (["audit", "list", "--user", "asha"], auditColumns),
        (
            ["user", "list"],
            ["user", "name", "role", "state", "sessions", "added", "identifier"]
        ),
        (
            ["session", "list"],
            ["session", "user", "terminal", "opened", "ends if silent", "ends at latest"]
        ),
        (["terminal", "list"], ["terminal", "state", "last sign-in", "certificate until"]),
        (
            ["account", "list"],
            ["account", "holder", "product", "currency", "booked", "held", "state"]
        ),
        (["access", "list", "asha"], ["account", "access", "holder"]),
        (["payee", "list", "asha"], ["account", "name", "currency"]),
        (["backups"], ["made", "books", "state", "master keys"]),
    ]
    private static let auditColumns: Set<String> = [
        "number", "time", "action", "result", "by", "object", "count", "note", "receipt",
    ]

    /// The rows of a list, which has to have some.
    private func rows(_ bank: NetworkBank, _ words: [String]) throws -> [[String: String]] {
        let run = try CommandRun(
            BuiltProgram.path("counterfoild"),
            words + ["--json", "--data", bank.path]
        )
        try #require(run.status == 0, "\(words): \(run.errors)")
        let lines = run.output.split(separator: "\n")
        #expect(!lines.isEmpty, "\(words)")
        return try lines.map { line in
            try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        }
    }

    private func signedIn(_ name: String, at bank: NetworkBank) async throws -> Caller {
        let user = try DemoUser.named(name)
        let code = try await Authenticator(user).code()
        return try await Caller(user, code: code, over: .socket(path: bank.socketPath))
    }

    // Symptom: `backups` ended with 66 when the books were lost, and named none of them.
    @Test("the backups are listed when the books are gone, and their loss is said beside the list")
    func backupsWithoutBooks() throws {
        let bank = try NetworkBank()
        let folder = try TemporaryFolder()
        try bank.command("backup", "--to", "\(folder.path)/books")
        try FileManager.default.removeItem(atPath: bank.path + "/bank.sqlite")
        let program = try BuiltProgram.path("counterfoild")
        let run = try CommandRun(program, ["backups", "--data", bank.path])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("\(folder.path)/books"))
        #expect(run.errors.contains("The books of this bank are gone"))
    }

    @Test("with --json each line of a list is an object with the list's columns")
    func json() async throws {
        let bank = try NetworkBank()
        let folder = try TemporaryFolder()
        _ = try await signedIn("asha", at: bank)
        try bank.command("backup", "--to", "\(folder.path)/books")
        for (words, columns) in Self.listings {
            for row in try rows(bank, words) { #expect(Set(row.keys) == columns, "\(words)") }
        }
        try bank.command("user", "disable", "asha")
        let last = try #require(try rows(bank, ["audit", "list", "--user", "asha"]).last)
        #expect(last["action"] == "userDisabled" && last["result"] == "done")
        #expect(last["by"] == "the bank" && last["object"] == "asha")
        #expect(last["number"].flatMap { Int($0) } != nil)
    }

    @Test(
        "a session is ended by its identifier as the list prints it, or as digits alone",
        arguments: [false, true]
    )
    func sessionIdentifiers(isBare: Bool) async throws {
        let bank = try NetworkBank()
        let asha = try await signedIn("asha", at: bank)
        try await asha.ask()
        let list = ["session", "list", "--user", "asha"]
        let id = try #require(try rows(bank, list).first?["session"])
        // The table for people has the same form.
        #expect(try bank.command("session", "list", "--user", "asha").contains(id))
        let given = isBare ? id.replacing("-", with: "") : id
        try bank.command("token", "revoke", "--session", given)
        await #expect(throws: CallFailure.self) { try await asha.ask() }
        // The audit log names it in the same form, and one that has ended can be wiped still.
        let audit = try rows(bank, ["audit", "list", "--user", "asha"])
        #expect(audit.contains { $0["object"] == "session \(id) of asha" })
        try bank.command("token", "revoke", "--session", given, "--wipe")
    }

    @Test("a running server tells the age of the last backup in its numbers")
    func backupAge() async throws {
        let bank = try NetworkBank()
        let folder = try TemporaryFolder()
        let age = #/\ncounterfoil_last_backup_age_seconds ([0-9]+)\n/#
        let before = try await RawSocket(path: bank.socketPath).fetch("/metrics")
        #expect(before.contains("\ncounterfoil_streams_open 0\n"))
        #expect(before.firstMatch(of: age) == nil)
        try bank.command("backup", "--to", "\(folder.path)/books")
        let after = try await RawSocket(path: bank.socketPath).fetch("/metrics")
        let seconds = try #require(after.firstMatch(of: age).flatMap { Int($0.output.1) })
        #expect(seconds < 3_600)
    }
}
