// Goal: a sentence that names a key names the one that the command has. Method: the names that
// sentences use, against the rows that keys, hints and help are made from.
import ClientService
@testable import ConsoleUI
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
        #expect(Sentences.notice(.booksRestored).advice.hasPrefix("Sync (\(sync)) "))
    }
}
