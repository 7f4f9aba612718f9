import FoundationEssentials
import LedgerService
import Testing

@testable import LedgerStoreSQLite

/// Goal: each finding of a check is in plain words, and the RUNBOOK has it as printed.
///
/// Method: every rule's words, and the lines of the RUNBOOK that quote a finding.
struct FindingTests {
    @Test("a broken rule is told in words, with the place, and with its name at the end alone")
    func words() {
        let rules = CheckFinding.Rule.allCases
        for rule in rules {
            let text = CheckFinding(rule, "entry 9000").description
            #expect(text == "\(rule.words), at entry 9000 (\(rule.rawValue))")
            #expect(rules.allSatisfy { !rule.words.contains($0.rawValue) }, "\(rule.words)")
            // The middle of a sentence: no capital, no full stop, no word of the program.
            #expect(
                rule.words.wholeMatch(of: #/[a-z]+(,? [a-z]+)+/#) != nil,
                "\(rule.words)"
            )
        }
        #expect(Set(rules.map(\.words)).count == rules.count)
    }

    @Test("the RUNBOOK names the rules of the books as check prints them")
    func runbook() throws {
        // This file is four below the folder of the project.
        let top = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let text = try String(contentsOfFile: "\(top)/docs/RUNBOOK.md", encoding: .utf8)
        for rule in CheckFinding.Rule.allCases {
            #expect(!text.contains("do not hold: \(rule.rawValue)"))
        }
        for rule: CheckFinding.Rule in [.tablesAreOurs, .bookingsAreAudited, .evidenceHolds] {
            #expect(text.contains("| \"The books do not hold: … (\(rule.rawValue))\" |"))
        }
    }
}
