import Foundation
import Testing

/// Goal: the sources keep the house rules that no other tool checks.
///
/// Method: read them as text.
struct TidyTests {
    @Test("the sources are found at all")
    func sourcesAreFound() throws {
        let layers = Set(try SourceTree.swiftSources().compactMap(\.layer))
        #expect(layers.isSuperset(of: ["Core", "Wire", "Client", "Server", "Terminal", "Console"]))
    }

    @Test("no banned word stands in the sources")
    func bannedText() throws {
        let findings = try SourceTree.swiftSources().flatMap(TidyRules.bannedText)
        #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    }

    @Test("only the targets that may import a library import it")
    func imports() throws {
        let findings = try SourceTree.swiftSources().flatMap(TidyRules.imports)
        #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    }

    @Test("no file and no function is too long")
    func lengths() throws {
        let files = try SourceTree.files(below: ["Sources", "Tests"], ending: ".swift")
        let findings =
            files.flatMap(TidyRules.length) + files.flatMap(TidyRules.functionLengths)
        #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    }

    @Test("every place that silences the compiler says why, and there are few")
    func safety() throws {
        let notes = try SourceTree.swiftSources().map(TidyRules.safetyNotes)
        let findings = notes.flatMap(\.findings)
        #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
        #expect(notes.reduce(0) { $0 + $1.count } <= TidyRules.safetyNoteLimit)
    }

    @Test("every ignored error has a reason, but for the few that had none when the rule came")
    func ignoredErrors() throws {
        let findings = try SourceTree.swiftSources().flatMap(TidyRules.ignoredErrors)
        expectRatchet(findings, limit: TidyRules.ignoredErrorLimit, name: "ignoredErrorLimit")
    }

    @Test("a summary names the thing first, in a sentence")
    func summaries() throws {
        let files = try SourceTree.swiftSources()
        #expect(files.reduce(0) { $0 + SummaryRules.summaries(in: $1).count } > 5_000)
        let findings = files.flatMap(SummaryRules.findings)
        expectRatchet(findings, limit: SummaryRules.limit, name: "SummaryRules.limit")
    }

    @Test("no type is too large over all its files")
    func typeSizes() throws {
        let sizes = TypeSizes(try SourceTree.swiftSources())
        #expect(sizes.sizes.count > 1_000)
        let findings = sizes.findings()
        #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    }

    /// Fails when there are more findings than a limit, and when there are fewer.
    private func expectRatchet(_ findings: [String], limit: Int, name: String) {
        let places = findings.joined(separator: "\n")
        #expect(
            findings.count <= limit,
            "\(limit) places may break this rule; mend what was added to them:\n\(places)"
        )
        #expect(findings.count >= limit, "Lower the limit to \(findings.count): \(name).")
    }

    @Test("each property that the simulator promises is looked at somewhere")
    func properties() throws {
        let files = try SourceTree.swiftSources()
            .filter { $0.path.contains("/SimulationKit/") }
        let promised = try #require(files.first { $0.path.hasSuffix("/Property.swift") })
        let names = promised.text.matches(of: /case ([a-zA-Z]+) = "/).map { String($0.1) }
        #expect(names.count > 10)
        let judges = files.filter { $0.path != promised.path }
        for name in names {
            let isUsed = judges.contains { $0.text.contains(".\(name)") }
            #expect(isUsed, "nothing can break \(name)")
        }
    }

    @Test("links in the documents lead somewhere, and each document has one title")
    func documents() throws {
        var files = try SourceTree.files(below: ["docs"], ending: ".md")
        let readme = SourceTree.top.appending(path: "README.md")
        files.append(
            SourceFile(path: "README.md", text: try String(contentsOf: readme, encoding: .utf8))
        )
        for file in files {
            let titles = file.lines.filter { $0.hasPrefix("# ") && !$0.hasPrefix("# !") }
            let inFences = file.text.components(separatedBy: "```")
            let prose = stride(from: 0, to: inFences.count, by: 2).map { inFences[$0] }.joined()
            let proseTitles = prose.split(separator: "\n").filter { $0.hasPrefix("# ") }
            #expect(proseTitles.count == 1, "\(file.path) has \(titles.count) titles")
            let folder = SourceTree.top.appending(path: file.path).deletingLastPathComponent()
            for match in prose.matches(of: /\]\(([^)#:]+)(#[^)]+)?\)/) {
                let url = folder.appending(path: String(match.1))
                #expect(
                    FileManager.default.fileExists(atPath: url.path),
                    "\(file.path): \(match.1) is not there"
                )
                guard let anchor = match.2 else { continue }
                let text = try String(contentsOf: url, encoding: .utf8)
                let hasHeading = text.split(separator: "\n").contains { line in
                    line.hasPrefix("## ")
                        && Self.anchor(of: line.dropFirst(3)) == anchor.dropFirst()
                }
                #expect(hasHeading, "\(file.path): \(match.1) has no heading for \(anchor)")
            }
        }
    }

    // Decisions are left out: they name the files of their day.
    @Test("each file that a document names exists")
    func namedFiles() throws {
        var files = try SourceTree.files(below: ["docs"], ending: ".md")
            .filter { !$0.path.hasPrefix("docs/decisions/") }
        let readme = SourceTree.top.appending(path: "README.md")
        files.append(
            SourceFile(path: "README.md", text: try String(contentsOf: readme, encoding: .utf8))
        )
        var count = 0
        for file in files {
            for match in file.text.matches(of: #/`((Sources|Tests|docs|fixtures|tools)/[^` ]*)`/#) {
                let path = String(match.1)
                if path.contains(where: { "*<…".contains($0) }) { continue }
                count += 1
                let place = SourceTree.top.appending(path: path).path
                #expect(
                    FileManager.default.fileExists(atPath: place),
                    "\(file.path) names \(path), which is not there: name the new place"
                )
            }
        }
        #expect(count > 40)
    }

    /// The anchor of a heading, as GitHub makes it.
    private static func anchor(of heading: Substring) -> String {
        String(
            heading.lowercased().compactMap { character in
                if character == " " { return "-" }
                return character.isLetter || character.isNumber || "-_".contains(character)
                    ? character : nil
            }
        )
    }

    @Test("each decision has its context, decision and consequences")
    func decisions() throws {
        for file in try SourceTree.files(below: ["docs/decisions"], ending: ".md") {
            for heading in ["## Context", "## Decision", "## Consequences"] {
                #expect(file.text.contains(heading), "\(file.path) lacks '\(heading)'")
            }
        }
    }
}
