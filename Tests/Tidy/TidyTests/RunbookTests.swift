import Foundation
import Testing

/// Goal: every sentence of the program that a reader looks up is in the RUNBOOK as printed.
///
/// Method: everything in quotation marks is looked up in the literals of the sources, and every
/// name of an action or a rule in their cases.
struct RunbookTests {
    /// What SQLite says, as the log has it.
    private static let saidByOthers: Set<String> = [
        "database is locked", "database or disk is full",
    ]

    // Symptom: somebody looked for "Something went wrong at the bank", which no console said.
    // Cause: nothing compared the document's quotations with the program.
    @Test("every sentence that the RUNBOOK quotes is one that the program says")
    func quotations() throws {
        let document = try Self.document()
        let program = ProgramText(
            try SourceTree.swiftSources().filter {
                $0.layer != "Simulation" && $0.layer != "Support"
            }
        )
        let titles = Self.titles(of: document)
        var quoted: Set<String> = []
        for block in Self.blocks(of: document) {
            let parts = block.split(separator: "\"", omittingEmptySubsequences: false)
            #expect(!parts.count.isMultiple(of: 2), "a quotation does not end: \(block)")
            for place in stride(from: 1, to: parts.count, by: 2) {
                quoted.insert(String(parts[place]))
            }
        }
        #expect(quoted.count > 50)
        #expect(quoted.isSuperset(of: Self.saidByOthers))
        for text in quoted.subtracting(Self.saidByOthers).subtracting(titles) {
            let unknown = program.unknownParts(of: text)
            #expect(unknown.isEmpty, "nothing says: \(unknown.joined(separator: " | "))")
        }
    }

    // Symptom: "no new line 50 comes", and no list of the audit log has such a number. Cause: the
    // document named actions by their raw values.
    @Test("actions and rules are named as the program prints them, not numbered")
    func names() throws {
        let document = try Self.document()
        let sources = try SourceTree.swiftSources().filter {
            $0.layer == "Server" || $0.layer == "Wire"
        }
        let names = Set(document.matches(of: /`([a-z]+[A-Z][A-Za-z]+)/).map { String($0.1) })
        #expect(names.contains("syncRollbackDetected"))
        for name in names {
            let isCase = sources.contains { $0.text.contains("case \(name)") }
            #expect(isCase, "the program has no \(name)")
        }
        #expect(document.firstMatch(of: /(action|audit|line) [0-9]/) == nil)
    }

    @Test(
        "a quotation is found with its values and gaps, and not where a word differs",
        arguments: [
            ("asha was shut out already.", true), ("was shut out", true),
            ("asha was let in already", false), ("NAME ends in N days", true),
            ("… ends in", true), ("… ended in", false),
            ("The disk of the books is all but full", true),
            ("The disk of these books is all but full", false),
            ("Nothing is written. Put it right", true), ("Nothing is written. Put it left", false),
            ("Not said", false),
        ]
    )
    func search(quotation: String, isSaid: Bool) {
        let file = SourceFile(
            path: "Sources/Core/MoneyCore/File.swift",
            text: #"""
                // "Not said."
                let one = "\(name(of: user)) was shut out already."
                let other = "\(path) ends in \(count) \(count == 1 ? "day" : "days"). Renew it."
                let joined = "The disk of the books "
                    + "is all but full."
                let long = """
                    Nothing is \
                    written.
                    """
                let advice = "Put it right."
                """#
        )
        #expect(ProgramText([file]).unknownParts(of: quotation).isEmpty == isSaid)
    }

    private static func document() throws -> String {
        let url = SourceTree.top.appending(path: "docs/RUNBOOK.md")
        return try String(contentsOf: url, encoding: .utf8)
    }

    /// The titles of sections, and the words in bold that begin a paragraph: these are quoted too.
    private static func titles(of document: String) -> Set<String> {
        let sections = document.matches(of: #/(?m)^##+ (.*)$/#).map { heading in
            heading.1.filter { $0 != "`" }
        }
        let bold = document.matches(of: #/\*\*([^*]+?)\.?\*\*/#).map { String($0.1) }
        return Set(sections + bold)
    }

    /// Paragraphs, rows and items, each on one line, without examples of commands; in code,
    /// quotation marks quote nothing.
    private static func blocks(of document: String) -> [String] {
        var blocks = [""]
        var isExample = false
        for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isExample.toggle() }
            if isExample { continue }
            if line.isEmpty || line.prefixMatch(of: #/(\||-|\d\.) /#) != nil { blocks.append("") }
            blocks[blocks.count - 1] += " \(line)"
        }
        return blocks.map { block in
            var isCode = false
            return block.filter { sign in
                if sign == "`" { isCode.toggle() }
                return sign != "`" && !(isCode && sign == "\"")
            }
        }
    }
}
