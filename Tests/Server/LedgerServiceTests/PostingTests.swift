import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import Testing

/// Goal: what the bank itself posts is decided once, and exactly as it was asked.
///
/// Method: the same journals again with other texts.
struct PostingTests {
    // Symptom: the same journal with another text for its entries was answered as the first one, and
    // nobody learned that the entries say something else.
    @Test("a known journal with other texts for its entries is refused, accepted or not")
    func narrative() async throws {
        let bank = try await TestBank.open()
        let accepted = try bank.posting("cash", "savings", 5)
        let refused = try bank.posting("stranger", "cash", 5_000_000_000)
        let first = try await bank.bank.post([accepted, refused])
        #expect(first[0] == nil)
        #expect(first[1]?.rejection == .debitAccountBelowMinimum)
        #expect(try await bank.bank.post([accepted, refused]) == first)
        let others = [accepted, refused].map { posting in
            Posting(
                journal: posting.journal,
                narratives: posting.narratives.map {
                    Narrative(
                        shownToDebtor: $0.shownToDebtor,
                        shownToCreditor: $0.shownToCreditor,
                        reference: $0.reference + "!"
                    )
                }
            )
        }
        let answers = try await bank.bank.post(others)
        let differs = Rejection.existsWithDifferentNarrative
        #expect(answers.map { $0?.rejection } == [differs, differs])
        #expect(try await bank.balance("savings") == 10_000_005)
    }
}
