// Goal: scripts can rely on what the RUNBOOK says of the statuses, and operators on its limits.
// Method: its tables against the statuses and limits that the program has.

import LedgerService
import Testing

@testable import BankDaemon

@Suite("Statuses")
struct StatusTests {
    /// Those that are no failure of the bank's: it was done, `check` found something, and what the
    /// argument parser does not take.
    private static let others: Set<Int32> = [0, 1, 64]

    @Test("the RUNBOOK's table has every status that the program ends with, and no other")
    func table() throws {
        let rows = try Self.lines().drop { !$0.hasPrefix("| Status |") }
            .dropFirst(2).prefix { $0.hasPrefix("|") }
        let numbers = rows.compactMap { row in
            row.split(separator: "|").first.flatMap { Int32($0.filter { $0 != " " }) }
        }
        #expect(numbers.count == rows.count)
        #expect(numbers == numbers.sorted())
        let known = Self.others.union(DaemonError.Status.allCases.map(\.rawValue))
        #expect(Set(numbers) == known)
    }

    // Symptom: readings of one user were answered 503, and the RUNBOOK looked for sign-ins.
    @Test("the RUNBOOK tells each limit at which the bank answers 503, as the program has it")
    func busy() throws {
        let lines = try Self.lines()
        let row = try #require(lines.first { $0.hasPrefix("| `{status=\"503\"}` grows") })
        for words in [
            "more than \(BankConfiguration.hashQueueLimit) sign-ins",
            "or \(BankConfiguration.hashQueueLimitOfPeer) of one address",
            "more than \(BankConfiguration.readQueueLimitOfUser) readings of one user",
        ] {
            #expect(row.contains(words), "\(words)")
        }
    }

    /// The lines of the RUNBOOK that are not empty.
    private static func lines() throws -> [Substring] {
        let top = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let bytes = try PrivateFile.read("/\(top)/docs/RUNBOOK.md", byteLimit: 1 << 20)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
