import Foundation
import Testing

/// Goal: what the guide and the Makefile tell somebody to type, or to wait for, is there.
///
/// Method: both are read as text; commands are looked up in the literals of the console's own lists.
struct GuideTests {
    // Symptom: no document named the commands of lines, and one that did could name others.
    @Test("every command of lines that docs/CONSOLE.md names is in the lists of the console")
    func linearCommands() throws {
        let known = try Self.commands()
        let named = try Self.examples(under: "## Linear mode")
        #expect(named.isSuperset(of: ["help", "read", "more", "quit", "other list"]))
        for name in named {
            let word = name.hasPrefix(":") ? String(name.dropFirst()) : name
            #expect(known.contains(word), "\(name) is no command of lines")
        }
    }

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

    /// The words that lines have of their own, and the titles of all commands, in small letters.
    private static func commands() throws -> Set<String> {
        let lists = ["/Linear/LinearShell+Lines.swift", "/Commands/CommandRows.swift"]
        let files = try SourceTree.swiftSources().filter { file in
            lists.contains { file.path.hasSuffix($0) }
        }
        try #require(files.count == lists.count)
        let literals = files.flatMap { file in
            var reader = LiteralReader(file.text)
            return reader.literals()
        }
        return Set(literals.map { $0.lowercased() })
    }

    /// The code in the first cells of the table under a heading of the guide.
    private static func examples(under heading: String) throws -> Set<String> {
        let lines = try text(of: "docs/CONSOLE.md").split(separator: "\n")
        let section = lines.drop { $0 != heading }.dropFirst().prefix { !$0.hasPrefix("## ") }
        let cells = section.filter { $0.hasPrefix("| `") }.compactMap { row in
            row.split(separator: "|").first
        }
        return Set(cells.flatMap { $0.matches(of: #/`([^`]+)`/#).map { String($0.1) } })
    }

    private static func text(of name: String) throws -> String {
        try String(contentsOf: SourceTree.top.appending(path: name), encoding: .utf8)
    }
}
