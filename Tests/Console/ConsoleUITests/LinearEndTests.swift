// Goal: a listener hears everything that a step of a transfer shows, also after access has ended,
// and the end of a session once, with its true reason.
// Method: access and sessions end under a conversation; what is printed from then on.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Linear mode where access or a session ends")
struct LinearEndTests {
    /// A conversation at the code of a transfer.
    private static func atCode(_ bank: ScriptedBank = ScriptedBank()) -> Talk {
        var talk = Talk.signedIn(bank)
        talk.say("transfer", "kaveri", "1", "500", "Lunch", "2")
        return talk
    }

    // Symptom: of the review only "From", "Value date", "Reference" and "Nothing has been sent." were
    // read, and a number was asked for of nothing that had been read.
    // Cause: a step was read as far as it differed from the step before, and both were alike.
    @Test("a step that is gone back to is read whole, with why it cannot be gone on with")
    func wholeStep() throws {
        var talk = Self.atCode()
        talk.bank.accounts.removeAll { $0.accountID == ScriptedBank.savings }
        talk.tell(.recordsChanged)
        try #require(talk.shell.prompt.text == "Number: ")
        let heard = talk.hear(":back")
        let why = Sentences.change(.payerGone, isInOutbox: false).text
        for words in [
            "Step 4 of 6: Review", why, "From: ", "To: Kaveri Grocers", "Account: 0099 8877 1000",
            "Amount: 500.00 INR", "Fee: 0.00 INR", "Value date: ", "Reference: Lunch",
            "Nothing has been sent.", "Button Change, 1 of 1; here",
        ] {
            #expect(heard.components(of: "\n\(words)") == 1, "\(words): \(heard)")
        }
    }

    @Test("what stands above every step is not read again at each")
    func notesOnce() {
        var bank = ScriptedBank()
        bank.notice = .outboxUnwritable
        let note = StatusSentences.notice(.outboxUnwritable).happened
        var talk = Self.atCode(bank)
        let count = talk.transcript.components(of: note)
        #expect(count > 0)
        let heard = talk.hear(":back")
        #expect(heard.contains("Step 4 of 6: Review"))
        #expect(heard.contains("Amount: 500.00 INR"))
        #expect(talk.transcript.components(of: note) == count)
    }

    // Symptom: "connecting", why the session had ended, an empty prompt, then the form and the same
    // words again. Cause: the state of the line told it before the session was over.
    @Test(
        "why a session ended is said once, where somebody is asked to sign in, and nothing before",
        arguments: [StatusNotice.wiped, .leaseEnded]
    )
    func endOnce(_ notice: StatusNotice) {
        var talk = Talk.signedIn()
        let before = talk.transcript.count
        talk.bank.notice = notice
        talk.bank.freshness = .cached(asOf: ScriptedBank.now)
        talk.tell(.statusChanged(talk.bank.status))
        #expect(talk.transcript.count == before)
        // A prompt would ask for a command of a session that is over.
        #expect(talk.shell.isAwaiting)
        talk.tell(.signedOut)
        let heard = String(talk.transcript.dropFirst(before))
        #expect(heard.contains("Sign in to Sahyadri Bank"))
        #expect(heard.components(of: StatusSentences.notice(notice).text) == 1)
        #expect(!heard.contains("connecting"))
        #expect(!talk.shell.isAwaiting)
    }
}
