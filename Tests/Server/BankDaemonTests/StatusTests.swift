// Goal: scripts can rely on what the RUNBOOK says of the statuses.
// Method: its table against the statuses that the program has.

import Testing

@testable import BankDaemon

@Suite("Statuses")
struct StatusTests {
    /// Those that are no failure of the bank's: it was done, `check` found something, and what the
    /// argument parser does not take.
    private static let others: Set<Int32> = [0, 1, 64]

    @Test("the RUNBOOK's table has every status that the program ends with, and no other")
    func table() throws {
        let top = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let bytes = try PrivateFile.read("/\(top)/docs/RUNBOOK.md", byteLimit: 1 << 20)
        let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .drop { !$0.hasPrefix("| Status |") }.dropFirst(2).prefix { $0.hasPrefix("|") }
        let numbers = rows.compactMap { row in
            row.split(separator: "|").first.flatMap { Int32($0.filter { $0 != " " }) }
        }
        #expect(numbers.count == rows.count)
        #expect(numbers == numbers.sorted())
        let known = Self.others.union(DaemonError.Status.allCases.map(\.rawValue))
        #expect(Set(numbers) == known)
    }
}
