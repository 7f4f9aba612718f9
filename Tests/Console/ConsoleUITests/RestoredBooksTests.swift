// Goal: a notice of restored books sends nobody to a list that may not exist.
// Method: a bank that lost nothing, or something; what each screen says, before and after Sync is open.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Restored books")
struct RestoredBooksTests {
    private static let news: [StatusNotice] = [.booksRestored, .booksLackEntries]

    // Symptom: "Sync (g y) lists what they lack" on every screen, and on Sync "Nothing has been found
    // here that they lack". Cause: only the sentence of that screen asked what the list held.
    @Test("no other screen promises that Sync has a list", arguments: news)
    func noPromise(_ notice: StatusNotice) throws {
        for keys in [[], ["g", "s"], ["g", "o"]] as [[String]] {
            var stage = Stage(size: Size(width: 100, height: 40))
            stage.bank.notice = notice
            try stage.signIn()
            for key in keys { try stage.press(key) }
            #expect(stage.words.contains("Sync (g y) says what was found; look through"), "\(keys)")
            #expect(!stage.words.contains("lists what"), "\(keys)")
            try stage.press("g", "y")
            #expect(stage.words.contains("Nothing has been found here that they lack"), "\(keys)")
        }
    }

    // Symptom: "Look here under Found wrong" while nothing stood there yet.
    @Test("Sync names no list before it has been read", arguments: news)
    func unread(_ notice: StatusNotice) {
        let sentence = StatusSentences.notice(notice, on: .sync)
        #expect(sentence.advice.hasPrefix("It is not known here yet what they lack"))
        #expect(!sentence.text.contains("Found wrong"))
        let found = StatusSentences.booksRestored(notice, hasFound: true, hasLost: false)
        #expect(found.advice.contains("under Found wrong"))
    }

    @Test("each screen begins with the same news", arguments: news)
    func sameNews(_ notice: StatusNotice) {
        let happened = StatusSentences.notice(notice).happened
        for kind in [ScreenKind.overview, .outbox, .sync] {
            #expect(StatusSentences.notice(notice, on: kind).happened == happened)
        }
        let elsewhere = StatusSentences.notice(notice, on: .overview).advice
        #expect(elsewhere.hasSuffix("look through the inbox, too."))
        #expect(StatusSentences.notice(notice, on: .outbox).advice.contains("the inbox here"))
    }
}
