// Goal: a sentence that names a key or a command names one that there is. Method: the names that
// sentences use, and those in the console's own sources, against the rows that keys, hints and help are
// made from.
import ClientService
@testable import ConsoleUI
import FoundationEssentials
import TerminalKit
import Testing

@Suite("Keys in sentences")
struct KeyNameTests {
    @Test(
        "a command that a sentence names has a key, and the sentence has the first of them",
        arguments: [CommandID.goSync, .goSignIn, .openOfflineCopy, .fillIn, .quit, .lock, .help]
    )
    func names(id: CommandID) throws {
        let row = try #require(CommandRows.row(id))
        let name = CommandRows.keyName(id)
        #expect(!name.isEmpty && name == row.keys.first?.text)
        #expect(KeySequence(name).keys == row.keys.first?.keys)
    }

    @Test("while text is typed a key is named that is no text")
    func whileTyping() {
        #expect(CommandRows.keyName(.lock, whileTyping: true) == "F12")
        #expect(CommandRows.keyName(.help, whileTyping: true) == "F1")
        #expect(CommandRows.keyName(.quit, whileTyping: true) == "F10")
    }

    @Test("the sentences have them")
    func sentences() {
        let sync = CommandRows.keyName(.goSync)
        #expect(StatusSentences.notice(.booksRestored).advice.hasPrefix("Sync (\(sync)) "))
    }

    // Symptom: a sentence told to do something for which there is no command. Cause: nothing compared
    // the names in sentences with the commands.
    @Test("a key that stands behind a command's name in a sentence is that command's")
    func behindNames() throws {
        let written = #/([A-Z][a-z]+(?: [a-z]+)*) \(([^ ()\\](?: [^ ()\\])?)\)/#
        let made = #/([A-Z][a-z]+(?: [a-z]+)*) \(\\\(CommandRows\.keyName\(\.([A-Za-z]+)\)\)\)/#
        var count = 0
        for line in try Self.lines() {
            for match in line.matches(of: written) {
                let row = CommandRows.all.first { $0.title.plain == String(match.1) }
                let keys = row?.keys.map(\.text) ?? []
                #expect(keys.contains(String(match.2)), "\(line)")
                count += 1
            }
            for match in line.matches(of: made) {
                let row = CommandID(rawValue: String(match.2)).flatMap { CommandRows.row($0) }
                #expect(row?.title.plain == String(match.1), "\(line)")
                count += 1
            }
        }
        #expect(count > 2, "the sentences are found at all")
    }

    @Test("every key that a sentence names does something")
    func everyKey() throws {
        // The last two are taken before the rows are looked at.
        let taken = CommandRows.all.flatMap { $0.keys.map(\.text) } + ["Ctrl-C", "Ctrl-Z"]
        var count = 0
        for line in try Self.lines() {
            for match in line.matches(of: #/\b(?:F[1-9][0-9]?|Ctrl-[A-Z])\b/#) {
                #expect(taken.contains(String(match.output)), "\(line)")
                count += 1
            }
        }
        #expect(count > 2, "the sentences are found at all")
    }

    @Test("every word with a colon in front that a sentence names is a command somewhere")
    func colonWords() throws {
        var words: Set<String> = []
        for line in try Self.lines() {
            for match in line.matches(of: #/[ "(]:([a-z]+(?: in)?)\b/#) {
                words.insert(String(match.1))
            }
        }
        #expect(words.isSuperset(of: ["back", "fill in", "help", "quit"]))
        for word in words { #expect(Self.isCommand(word), ":\(word)") }
        #expect(!Self.isCommand("nosuch"))
    }

    /// True if the word is understood before anybody has signed in, at lists, or where words are typed.
    private static func isCommand(_ word: String) -> Bool {
        var payees = Talk.signedIn()
        payees.say("transfer")
        return [Talk(), Talk.signedIn(), payees].contains { place in
            var talk = place
            return !talk.hear(":\(word)").contains("That is no command")
        }
    }

    /// The lines of the console's sources, without comments and the rows of the commands themselves.
    private static func lines() throws -> [String] {
        let top = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let folder = "\(top)/Sources/Console"
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".swift") && !$0.hasSuffix("/CommandRows.swift")
        }
        var lines: [String] = []
        for file in files {
            let data = try #require(FileManager.default.contents(atPath: "\(folder)/\(file)"))
            let text = String(decoding: data, as: UTF8.self)
            lines += text.split(separator: "\n").map(String.init).filter { line in
                !line.drop { $0 == " " }.hasPrefix("//")
            }
        }
        return lines
    }
}
