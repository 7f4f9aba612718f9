// Goal: a user who cannot sign in because of this machine's files reads the folder and the remedy,
// on the screen and in lines.
// Method: the outcome of a sign-in; what is shown and read out after it.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Storage that cannot be opened at a sign-in")
struct StorageTroubleTests {
    private static let folder = "/home/asha/.local/state/counterfoil/bank.example_8443/7/1"

    // Symptom: "Signing in failed … tell the bank" for ever, and neither folder nor reason was named.
    @Test("the screen says it, and the form is there for the next try", arguments: causes)
    func screen(cause: StorageTrouble.Cause) throws {
        let trouble = StorageTrouble(cause, folder: Self.folder)
        var stage = Stage()
        stage.bank.signInOutcome = .storageFailed(trouble)
        try stage.signIn()
        // A path is longer than a line has room at times, and is broken then.
        let shown = stage.words.filter { $0 != " " }
        let told = Sentences.storage(trouble).text.filter { $0 != " " }
        #expect(shown.contains(told))
        #expect(stage.model.id == "signIn")
        #expect(stage.model.dialog == nil)
    }

    @Test("linear mode reads it out", arguments: causes)
    func lines(cause: StorageTrouble.Cause) {
        let trouble = StorageTrouble(cause, folder: Self.folder)
        var talk = Talk()
        talk.bank.signInOutcome = .storageFailed(trouble)
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        let heard = talk.transcript.filter { !$0.isWhitespace }
        let told = Sentences.storage(trouble).text.filter { !$0.isWhitespace }
        #expect(heard.contains(told))
    }

    private static let causes = StorageTrouble.Cause.allCases
}
