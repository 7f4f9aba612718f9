// Goal: nobody reads that they have nothing, or as of when that is, where nothing was ever fetched.
// Method: a first sign-in at a fresh console that the bank tells nothing, painted and in lines.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("A record that was never fetched")
struct NeverFetchedTests {
    /// A bank that let somebody sign in, and told nothing since.
    private static func silentBank() -> ScriptedBank {
        var bank = ScriptedBank()
        bank.accounts = []
        bank.payees = []
        bank.freshness = .cached(asOf: .epoch)
        bank.hasRecord = false
        bank.signInOutcome = .signedIn(bank.user)
        return bank
    }

    private static func busyBank() -> ScriptedBank {
        var bank = silentBank()
        bank.line = .down(since: ScriptedBank.now.adding(seconds: -120))
        bank.cause = .bankBusy
        return bank
    }

    private static func newerBank() -> ScriptedBank {
        var bank = silentBank()
        bank.notice = .upgradeNeeded
        return bank
    }

    private static let falseWords = [
        "You have no accounts", "Nothing has happened", "nobody here to pay", "as of", "1970",
        "Figures are",
    ]

    // Symptom: "offline, as of 00:34" stood above "You have no accounts here". Cause: the words asked
    // only whether the lists could be read, and the title when the bank had been heard.
    @Test("where the bank was heard and told nothing, the lists say that they were not fetched")
    func refused() throws {
        var stage = try Stage.signedIn(bank: Self.busyBank())
        #expect(stage.words.contains("Your accounts have not been fetched yet"))
        #expect(stage.words.contains("The recent activity has not been fetched yet"))
        #expect(stage.words.contains("serves no more requests"), "why it is so")
        #expect(stage.words.contains(Sentences.notFetched))
        #expect(stage.model.status.link == .offline(asOf: nil))
        for keys in ["g a", "g s", "t"] {
            try stage.press(keys)
            for words in Self.falseWords {
                #expect(!stage.words.contains(words), "\(keys): \(words)")
            }
            #expect(stage.words.contains("not been fetched yet"), "\(keys)")
        }
    }

    // Symptom: "offline, as of 01 Jan 1970 05:30", and both lists said "Loading" for good.
    @Test("whoever is turned away at the first sign-in reads no time, and waits for nothing")
    func turnedAway() throws {
        let stage = try Stage.signedIn(bank: Self.newerBank())
        #expect(stage.words.contains("too old for the bank"))
        #expect(stage.words.contains("Your accounts have not been fetched yet"))
        for words in Self.falseWords + ["offline", "connecting", "Loading"] {
            #expect(!stage.words.contains(words), "\(words)")
        }
        #expect(!stage.console.isAwaitingRows)
    }

    @Test("whoever is turned away later reads as of when their record is")
    func turnedAwayLater() throws {
        var bank = Self.newerBank()
        bank.accounts = ScriptedBank.makeAccounts()
        bank.freshness = .cached(asOf: ScriptedBank.now.adding(seconds: -3_600))
        bank.hasRecord = true
        let stage = try Stage.signedIn(bank: bank)
        #expect(stage.words.contains("as of 13:02"))
        #expect(stage.words.contains("Savings"))
    }

    @Test("once the record is fetched, all is shown as ever")
    func fetchedAtLast() throws {
        var stage = try Stage.signedIn(bank: Self.busyBank())
        stage.bank.accounts = ScriptedBank.makeAccounts()
        stage.bank.hasRecord = true
        stage.comeBack()
        stage.tell(.recordsChanged)
        #expect(stage.words.contains("Savings"))
        #expect(stage.words.contains("live"))
        #expect(!stage.words.contains("not been fetched"))
    }

    @Test("in lines no time is read either, and there is a prompt")
    func lines() {
        for bank in [Self.busyBank(), Self.newerBank()] {
            let talk = Talk.signedIn(bank)
            #expect(talk.transcript.contains("Your accounts have not been fetched yet"))
            for words in Self.falseWords { #expect(!talk.transcript.contains(words), "\(words)") }
            #expect(!talk.shell.isAwaiting)
        }
    }

    @Test("a line that goes down without a record promises no figures")
    func wentDown() {
        for cause in [LinkCause?.none, .bankBusy] {
            let sentence = StatusSentences.lineWentDown(cause, hasRecord: false)
            #expect(sentence.advice == Sentences.notFetched)
            #expect(sentence.happened == StatusSentences.lineWentDown(cause).happened)
        }
    }

    // Symptom: "as of unknown" stood beside the figures, and the lists said that they were not fetched.
    @Test("a figure that was never fetched says so, as the lists do")
    func unknownTime() {
        let words = FreshnessWords(
            dates: DateWords(zone: .india),
            now: ScriptedBank.now,
            offlineSince: .always,
            stated: nil,
            showsAges: true
        )
        #expect(words.short(.cached(asOf: .epoch)) == "not fetched yet")
        #expect(words.long(.cached(asOf: .epoch)) == "not fetched yet (offline)")
    }
}
