import Foundation
import Testing

/// Goal: the steps that the Makefile announces exist.
///
/// Method: it is read as text.
struct GuideTests {
    // Symptom: the first start was silent for minutes, and looked as if it had died.
    @Test("make demo names each of its steps, and how many there are")
    func demoSteps() throws {
        let makefile = try Self.text(of: "Makefile")
        let lines = makefile.split(separator: "\n", omittingEmptySubsequences: false)
        let recipe = lines.drop { !$0.hasPrefix("demo:") }.dropFirst().prefix { $0.hasPrefix("\t") }
        let steps = recipe.compactMap { line in
            line.firstMatch(of: #/echo "([0-9]+ of [0-9]+):/#).map { String($0.1) }
        }
        #expect(steps == ["1 of 3", "2 of 3", "3 of 3"])
    }

    private static func text(of name: String) throws -> String {
        try String(contentsOf: SourceTree.top.appending(path: name), encoding: .utf8)
    }
}
