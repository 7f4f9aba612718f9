// Goal: every command of lines that docs/CONSOLE.md names is one.
// Method: the names are read from the guide's table; lines take them, or commands are called so.
@testable import ConsoleUI
import FoundationEssentials
import TerminalKit
import Testing

@Suite("The commands of the guide")
struct GuideCommandTests {
    private static let refusal = "That is no command here"

    /// True if lines have a command of this title on some screen.
    private static func isTitle(_ words: String) -> Bool {
        CommandRows.all.contains { row in
            row.title.plain.lowercased() == words && !LinearCommands.isForScreens(row.id)
        }
    }

    // Symptom: no document named the commands of lines, and one that did could name others: any words
    // that stood somewhere in the source passed for a command.
    @Test("every command of lines that docs/CONSOLE.md names is one")
    func known() throws {
        let named = try Self.names()
        #expect(named.isSuperset(of: ["help", "read", "more", "quit", "other list"]))
        for name in named {
            let words = name.hasPrefix(":") ? String(name.dropFirst()) : name
            if Self.isTitle(words) { continue }
            var talk = Talk.signedIn()
            let heard = talk.hear(":\(words)")
            #expect(!heard.contains(Self.refusal), "\(name) is no command of lines")
        }
    }

    @Test("what screens alone have is none", arguments: ["redraw", "suspend", "up and away"])
    func unknown(_ words: String) {
        #expect(!Self.isTitle(words))
        var talk = Talk.signedIn()
        #expect(talk.hear(":\(words)").contains(Self.refusal))
    }

    /// The code in the first cells of the guide's table of commands.
    private static func names() throws -> Set<String> {
        let top = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let data = try #require(FileManager.default.contents(atPath: "\(top)/docs/CONSOLE.md"))
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        let section = lines.drop { $0 != "## Linear mode" }.dropFirst()
        let rows = section.prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| `") }
        let cells = rows.compactMap { $0.split(separator: "|").first }
        return Set(cells.flatMap { $0.matches(of: #/`([^`]+)`/#).map { String($0.1) } })
    }
}
