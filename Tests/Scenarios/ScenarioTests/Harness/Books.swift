import PseudoTerminal
import Testing

/// The books of a state as `counterfoil export` prints them and as hledger understands them.
struct Books {
    private let folder = try? TemporaryFolder()
    /// The journal.
    let journal: String

    /// Exports the books; nothing may have them open.
    init(_ state: DemoState) throws {
        let run = try CommandRun.counterfoil(
            ["export", "--state", state.path, "--format", "hledger"])
        try #require(run.status == 0, "export: \(run.errors)")
        journal = run.output
        try #require(folder).write(journal, to: "books.journal")
    }

    /// Has hledger check the journal, strictly too; and sees that every currency sums to zero.
    func expectSound() throws {
        for arguments in [["check"], ["check", "-s"]] {
            let run = try hledger(arguments)
            #expect(run.status == 0, "hledger \(arguments): \(run.errors)")
        }
        let totals = try hledger(["bal", "--flat", "--depth", "0", "-O", "csv"])
        let amounts = totals.output.split(separator: "\n").last.map(String.init)
        #expect(amounts == #""total","0""#, "the books do not sum to zero: \(totals.output)")
    }

    /// The balances of customers' accounts by number, as `INR 1234.50`.
    func balances() throws -> [String: String] {
        let run = try hledger(["bal", "--flat", "-N", "-E", "-O", "csv", "deposits:"])
        try #require(run.status == 0, "hledger bal: \(run.errors)")
        let rows = run.output.split(separator: "\n").dropFirst().map { line in
            line.split(separator: ",").map { $0.filter { $0 != "\"" } }
        }
        return Dictionary(
            uniqueKeysWithValues: rows.map { ($0[0].replacing("deposits:", with: ""), $0[1]) }
        )
    }

    /// The postings of the transfers with a reference: accounts and amounts.
    func postings(of reference: String) -> [[String]] {
        journal.split(separator: "\n\n").filter { $0.contains("| \(reference)\n") }.map { entry in
            entry.split(separator: "\n").filter { $0.hasPrefix("    ") && !$0.contains(";") }
                .map { $0.split(separator: " ").joined(separator: " ") }
        }
    }

    private func hledger(_ arguments: [String]) throws -> CommandRun {
        let folder = try #require(folder)
        return try CommandRun(
            "/usr/bin/hledger",
            ["-f", "\(folder.path)/books.journal"] + arguments
        )
    }
}
