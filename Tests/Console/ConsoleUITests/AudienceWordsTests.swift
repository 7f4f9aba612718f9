// Goal: customers never read the ledger's words, and staff never read the customers'.
// Method: every sentence that either can meet, and the table of words, looked through for the other's.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import LedgerCore
import TerminalKit
import Testing
import WireProtocol

@Suite("Words for each audience")
struct AudienceWordsTests {
    private static let ledgerWords = [
        "holds included", "hold", "holds", "held transfer", "held amount", "was held", "is held",
        "booked", "ledger", "debit", "credit", "journal", "posting",
    ]

    /// What a console or an account does with other things than money.
    private static let plainUses = [
        "this console holds", "accounts hold different", "holds characters",
    ]

    // Symptom: customers read "holds included", "The holds could not be read" and "the account to
    // debit". Cause: these sentences stood outside the table of words.
    @Test("no sentence for customers has a word of the ledger's, and none for staff a customer's")
    func sentences() {
        expectNone(of: Self.ledgerWords, in: Self.texts(for: .customer))
        expectNone(of: ["reserved"], in: Self.texts(for: .staff))
    }

    @Test("the words that are looked for are those of the other audience")
    func wordsAreFound() {
        #expect(Self.texts(for: .staff).contains { $0.contains("holds included") })
        #expect(Self.texts(for: .staff).contains { $0.contains("account to debit") })
        #expect(Self.texts(for: .customer).contains { $0.contains("What is reserved") })
    }

    private func expectNone(of phrases: [String], in texts: [String]) {
        for text in texts {
            let plain = Self.plainUses.reduce(text) { $0.replacing($1, with: "") }
            let words = plain.lowercased().split { !$0.isLetter }
            for phrase in phrases {
                #expect(!words.contains(phrase.split(separator: " ")), "\(phrase): \(text)")
            }
        }
    }

    /// Everything that depends on who reads it, and what is the same for both.
    private static func texts(for audience: AudienceWords) -> [String] {
        let key = IntentKey(rawValue: 1)
        let loads: [FailedLoad] = [
            .accounts, .activity, .payees, .outbox, .cancel(key), .acknowledge(key),
        ]
        let queries: [any RecordQuery.Type] = [
            HoldsQuery.self, EntriesQuery.self, StatementMonthsQuery.self, StatementQuery.self,
            SyncReportQuery.self,
        ]
        let states: [OutboxItem.State] = [.queued, .sending, .unknown, .needsCode(.wrong)]
        var sentences = Rejection.allCases.map { Sentences.refusal($0.rawValue, for: audience) }
        sentences += RefusalCode.allCases.map { Sentences.refusal($0.rawValue, for: audience) }
        sentences += DraftProblem.allCases.map { Sentences.draft($0, for: audience) }
        sentences += loads.map { Sentences.failed($0) }
        sentences += queries.map { Sentences.unreadable($0, for: audience) }
        sentences += states.map { TransferWords($0, isCancelAsked: false, for: audience).sentence }
        sentences += CodeRefusal.allCases.map(Sentences.code)
        sentences += StatusNotice.allCases.map(StatusSentences.notice)
        let table = [
            audience.booked, audience.held, audience.holds, audience.bookedAt, audience.noEntries,
        ]
        return sentences.map(\.text) + table.map(\.plain)
            + [audience.noHolds, audience.holdsSubject, audience.holdsCount]
    }
}
